package dev.loopkeeper.crds.read;

import java.util.List;

/** A part of a YAML document that knows its line, from 1. */
sealed interface YamlNode {

    int line();

    /** What a value is called in messages, with the value itself where it is short. */
    String describe();

    /**
     * A single value.
     *
     * @param text as it is written, without quotes
     */
    record Scalar(String text, Kind kind, int line) implements YamlNode {

        private static final int SHOWN = 60;

        enum Kind {
            TEXT,
            WHOLE_NUMBER,
            DECIMAL_NUMBER,
            TRUTH,
            NOTHING
        }

        @Override
        public String describe() {
            String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
            return switch (kind) {
                case TEXT -> '"' + shown.replace("\n", "\\n") + '"';
                case WHOLE_NUMBER, DECIMAL_NUMBER -> "the number " + shown;
                case TRUTH -> shown;
                case NOTHING -> "nothing";
            };
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, int line) implements YamlNode {

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Fields with their values, in the order of the file; names may be repeated. */
    record Mapping(List<Field> fields, int line) implements YamlNode {

        @Override
        public String describe() {
            return "an object with fields";
        }
    }

    /** A field of a mapping. */
    record Field(String name, YamlNode value, int line) {}
}
