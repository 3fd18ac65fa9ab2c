package io.grism.exec.task;

/** Something that a task runs to its end before its last flow streams. */
interface Stage {
    void run(TaskContext task);
}
