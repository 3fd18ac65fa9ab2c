/**
 * Lance files and datasets: the format that the tables of a database in a folder have. Only this package names Lance's classes.
 *
 * <p>May use: io.grism.exec's error, batch, column, storage.
 */
@NullMarked
package io.grism.lance;

import org.jspecify.annotations.NullMarked;
