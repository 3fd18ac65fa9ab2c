package io.grism.bench;

import java.sql.SQLException;

/** A database in this process, or what stands for one. Used by one thread, but for {@link #cancel}. */
interface Engine extends AutoCloseable {
    /** Name and version, after the load. */
    String version() throws Exception;

    /** Opens an empty database and loads the files; a database loaded before is closed. */
    void load(Dataset data) throws Exception;

    /**
     * Answers one question other than the load and reads all of the answer. A question of look-ups is asked {@link Question#LOOK_UPS} times.
     *
     * @param run counts the runs of this question: each looks up other persons, so that no text returns soon
     */
    Answer ask(Question question, int run) throws Exception;

    /** Makes the running question fail soon, from any thread; or does nothing when the engine cannot. */
    void cancel() throws Exception;

    @Override
    void close() throws SQLException;
}
