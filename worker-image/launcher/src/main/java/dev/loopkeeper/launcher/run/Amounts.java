package dev.loopkeeper.launcher.run;

import java.util.Locale;

/** Numbers as people read them. */
public final class Amounts {

    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Amounts() {}

    /** With three digits and a letter: {@code 12.3M}. */
    public static String count(double value) {
        return scaled(value, 1000, DECIMAL, "");
    }

    /** With three digits and a unit: {@code 12.3 MiB}. */
    public static String bytes(double value) {
        return scaled(value, 1024, BINARY, " ");
    }

    private static String scaled(double value, int base, String[] units, String space) {
        double scaled = value;
        int unit = 0;
        while (Math.abs(scaled) >= base && unit < units.length - 1) {
            scaled /= base;
            unit++;
        }
        int digits = unit == 0 || scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
        String number = String.format(Locale.ROOT, "%." + digits + "f", scaled);
        return units[unit].isEmpty() ? number : number + space + units[unit];
    }

    /** With its unit. */
    public static String seconds(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%.0f s", value) : String.format(Locale.ROOT, "%.2f s", value);
    }
}
