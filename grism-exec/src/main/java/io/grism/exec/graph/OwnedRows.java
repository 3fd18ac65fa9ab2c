package io.grism.exec.graph;

import io.grism.exec.operator.Share;

/** The rows of an element table that one partition owns, numbered through in their order. Agrees with {@link ElementOwner}. */
record OwnedRows(int count, int firstBlock, int partitions) {
    /** {@code rows} is the number of rows of the table. */
    static OwnedRows of(int table, int rows, Share share) {
        int partitions = share.partitions();
        int firstBlock = Math.floorMod(share.partition() - table, partitions);
        int blocks = (int) (((long) rows + ElementOwner.BLOCK_ROWS - 1) >>> ElementOwner.BLOCK_BITS);
        if (firstBlock >= blocks) {
            return new OwnedRows(0, firstBlock, partitions);
        }
        int owned = (blocks - 1 - firstBlock) / partitions + 1;
        long count = (long) owned << ElementOwner.BLOCK_BITS;
        boolean hasLast = (blocks - 1 - firstBlock) % partitions == 0;
        return new OwnedRows(
                (int) (hasLast ? count - (((long) blocks << ElementOwner.BLOCK_BITS) - rows) : count),
                firstBlock,
                partitions);
    }

    /** Sets {@code into[0..size)} to the positions of the rows from a number on, added to {@code base}. */
    void fill(int number, int size, long base, long[] into) {
        if (partitions == 1) {
            for (int i = 0; i < size; i++) {
                into[i] = base + number + i;
            }
        } else {
            for (int i = 0; i < size; i++) {
                into[i] = base + row(number + i);
            }
        }
    }

    /** The row position of the row of a number. */
    int row(int number) {
        int block = (number >>> ElementOwner.BLOCK_BITS) * partitions + firstBlock;
        return (block << ElementOwner.BLOCK_BITS) | (number & (ElementOwner.BLOCK_ROWS - 1));
    }
}
