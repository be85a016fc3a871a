package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/** One command between two pipes. */
sealed interface Command {
    Span span();

    record Search(SearchSyntax condition, Span span) implements Command {}

    record Where(EvalSyntax condition, Span span) implements Command {}

    record Eval(List<Assignment> assignments, Span span) implements Command {
        public Eval {
            assignments = List.copyOf(assignments);
        }
    }

    /** {@code stats}, or {@code eventstats} where rows are kept. */
    record Stats(boolean keepsRows, List<AggregateTerm> terms, List<Word> by, Span span) implements Command {
        public Stats {
            terms = List.copyOf(terms);
            by = List.copyOf(by);
        }
    }

    record Rename(List<Renaming> renamings, Span span) implements Command {
        public Rename {
            renamings = List.copyOf(renamings);
        }
    }

    record Spath(Optional<Word> input, Optional<Word> output, Optional<Word> path, Span span) implements Command {}

    record Mvexpand(Word field, Optional<Integer> limit, Span span) implements Command {}

    record Fillnull(String value, List<Word> fields, Span span) implements Command {
        public Fillnull {
            fields = List.copyOf(fields);
        }
    }

    /** {@code fields} or {@code table}: the fields that stay, or those that go. */
    record Fields(boolean table, boolean remove, List<Word> fields, Span span) implements Command {
        public Fields {
            fields = List.copyOf(fields);
        }
    }

    record Convert(String timeFormat, List<Conversion> conversions, Span span) implements Command {
        public Convert {
            conversions = List.copyOf(conversions);
        }
    }

    record Dedup(List<Word> fields, Span span) implements Command {
        public Dedup {
            fields = List.copyOf(fields);
        }
    }

    /** {@code sort}; a limit of 0 is none. */
    record Sort(int limit, List<SortKey> keys, Span span) implements Command {
        public Sort {
            keys = List.copyOf(keys);
        }
    }

    record Head(int rows, Span span) implements Command {}

    record Bin(Word field, Optional<Word> as, long seconds, Span span) implements Command {}

    /** A command, or a form of one, that is not read further. */
    record Other(String construct, String text, Span span) implements Command {}

    record Assignment(Word field, EvalSyntax value) {}

    /** {@code values(x) as y}: the argument is a field, an {@code eval(…)}, or none. */
    record AggregateTerm(
            String function, Optional<Word> field, Optional<EvalSyntax> expression, String name, Span span) {}

    record Renaming(Word from, Word to) {}

    record Conversion(String function, Word field, Word as) {}

    record SortKey(Word field, boolean descending) {}
}
