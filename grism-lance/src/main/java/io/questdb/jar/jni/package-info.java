/** The one class that Lance loads its native library with, replaced: see {@link io.questdb.jar.jni.JarJniLoader}. */
@NullMarked
package io.questdb.jar.jni;

import org.jspecify.annotations.NullMarked;
