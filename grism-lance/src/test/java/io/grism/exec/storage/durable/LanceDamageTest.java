package io.grism.exec.storage.durable;

import java.util.Random;
import java.util.Set;

/** Lance ends the process on some damaged files: none of them may reach it. */
final class LanceDamageTest extends DamagedDatabaseTest {
    @Override
    int fewFlips() {
        return 60;
    }

    @Override
    int leastNoticed(int flips) {
        // Lance writes several files of its own with each commit, most of which are not read.
        return flips / 3;
    }

    @Override
    Set<Integer> lengths(int whole, Random random) {
        return Set.of(random.nextInt(whole + 1));
    }

    @Override
    boolean isNeeded(String name) {
        // Of what Lance writes besides rows, it reads the newest manifests alone, and only to commit.
        return super.isNeeded(name) && (!name.contains(".lance/") || name.contains("/data/"));
    }
}
