package io.grism.calcite.function;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;

/** Intervals as text: the sign, then the fields of the interval's type as in a literal, {@code +1 02:03:04.567}. */
final class Intervals {
    private Intervals() {}

    static String monthsText(int months, TimeUnitRange range) {
        long value = Math.abs((long) months);
        String sign = months < 0 ? "-" : "+";
        return switch (range) {
            case YEAR -> sign + value / 12;
            case MONTH -> sign + value;
            default -> sign + value / 12 + "-" + two(value % 12);
        };
    }

    static String millisText(long millis, TimeUnitRange range) {
        StringBuilder text = new StringBuilder(millis < 0 ? "-" : "+");
        long rest = Math.abs(millis);
        TimeUnit last = range.endUnit == null ? range.startUnit : range.endUnit;
        for (TimeUnit unit : new TimeUnit[] {TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND}) {
            if (unit.multiplier.compareTo(range.startUnit.multiplier) > 0
                    || unit.multiplier.compareTo(last.multiplier) < 0) {
                continue;
            }
            long size = unit.multiplier.longValue();
            long value = rest / size;
            rest %= size;
            if (unit == range.startUnit) {
                text.append(value);
            } else {
                text.append(unit == TimeUnit.HOUR ? ' ' : ':').append(two(value));
            }
        }
        if (last == TimeUnit.SECOND && rest > 0) {
            String fraction = Long.toString(1000 + rest).substring(1);
            text.append('.').append(fraction.replaceFirst("0+$", ""));
        }
        return text.toString();
    }

    private static String two(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }
}
