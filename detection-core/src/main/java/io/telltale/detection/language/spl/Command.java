package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Map;
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

    /** {@code stats}, and what differs from it by what becomes of the rows. */
    record Stats(Kind kind, Map<String, Word> options, List<AggregateTerm> terms, List<Word> by, Span span)
            implements Command {
        enum Kind {
            STATS,
            EVENTSTATS,
            STREAMSTATS
        }

        public Stats {
            options = Map.copyOf(options);
            terms = List.copyOf(terms);
            by = List.copyOf(by);
        }
    }

    /** {@code tstats … from datamodel=model.dataset where … by …}. */
    record Tstats(
            Map<String, Word> options,
            List<AggregateTerm> terms,
            Optional<Word> model,
            Optional<SearchSyntax> where,
            List<Word> by,
            Optional<Word> timeSpan,
            Span span)
            implements Command {
        public Tstats {
            options = Map.copyOf(options);
            terms = List.copyOf(terms);
            by = List.copyOf(by);
        }
    }

    /** {@code from datamodel:"…"} and {@code datamodel … search}: the events of a dataset. */
    record FromModel(Word model, boolean flat, Span span) implements Command {}

    /** {@code top} and {@code rare}. */
    record Top(boolean rare, int limit, Map<String, Word> options, List<Word> fields, List<Word> by, Span span)
            implements Command {
        public Top {
            options = Map.copyOf(options);
            fields = List.copyOf(fields);
            by = List.copyOf(by);
        }
    }

    /**
     * {@code timechart} and {@code chart}: {@code over} is the row's key, {@code split} the field whose values make columns.
     */
    record Chart(
            Word over,
            Optional<Word> split,
            boolean time,
            Map<String, Word> options,
            List<AggregateTerm> terms,
            Span span)
            implements Command {
        public Chart {
            options = Map.copyOf(options);
            terms = List.copyOf(terms);
        }
    }

    record Rename(List<Renaming> renamings, Span span) implements Command {
        public Rename {
            renamings = List.copyOf(renamings);
        }
    }

    record Spath(Optional<Word> input, Optional<Word> output, Optional<Word> path, Span span) implements Command {}

    record Mvexpand(Word field, Optional<Integer> limit, Span span) implements Command {}

    /** {@code makemv} by a delimiter or by a tokenizer's first group. */
    record Makemv(Word field, String delimiter, Optional<Word> tokenizer, boolean allowEmpty, Span span)
            implements Command {}

    record Mvcombine(Word field, Span span) implements Command {}

    record Nomv(Word field, Span span) implements Command {}

    record Fillnull(String value, List<Word> fields, Span span) implements Command {
        public Fillnull {
            fields = List.copyOf(fields);
        }
    }

    record Filldown(List<Word> fields, Span span) implements Command {
        public Filldown {
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

    record Rex(Word field, Word expression, boolean sed, int most, Optional<Word> offset, Span span)
            implements Command {}

    record Regex(Word field, boolean negated, Word expression, Span span) implements Command {}

    record Replace(List<Replacement> replacements, List<Word> fields, Span span) implements Command {
        public Replace {
            replacements = List.copyOf(replacements);
            fields = List.copyOf(fields);
        }
    }

    /** {@code strcat}: fields, and texts in quotes, into the last one named. */
    record Strcat(boolean allRequired, List<Word> pieces, Word into, Span span) implements Command {
        public Strcat {
            pieces = List.copyOf(pieces);
        }
    }

    record Addtotals(List<Word> fields, String into, Span span) implements Command {
        public Addtotals {
            fields = List.copyOf(fields);
        }
    }

    /** {@code accum}: a running total; {@code delta}: the difference from an earlier row. */
    record Running(boolean delta, Word field, Optional<Word> as, int back, Span span) implements Command {}

    /** {@code autoregress}: the field of the rows before, from so many rows back to so many. */
    record Autoregress(Word field, Optional<Word> as, int from, int to, Span span) implements Command {}

    /** {@code rangemap}: names of the ranges of numbers that a field lies in. */
    record Rangemap(Word field, List<Range> ranges, String otherwise, Span span) implements Command {
        /** Both ends belong to it. */
        record Range(String name, double least, double most) {}

        public Rangemap {
            ranges = List.copyOf(ranges);
        }
    }

    /** {@code xyseries}: rows by one field, columns by the values of another, cells from others. */
    record Xyseries(Word row, Word column, List<Word> cells, Span span) implements Command {
        public Xyseries {
            cells = List.copyOf(cells);
        }
    }

    /** {@code untable}: a row for each column, its name and its value. */
    record Untable(Word row, Word name, Word value, Span span) implements Command {}

    /** {@code appendcols}: the fields of a subsearch's rows, one row beside the other. */
    record Appendcols(boolean overrides, List<Command> subsearch, Span span) implements Command {
        public Appendcols {
            subsearch = List.copyOf(subsearch);
        }
    }

    /** {@code addinfo}: when the search runs, and the window that it looks at. */
    record Addinfo(Span span) implements Command {}

    record Iplocation(String prefix, boolean allFields, Word field, Span span) implements Command {}

    record Dedup(int keep, List<Word> fields, Map<String, Word> options, List<SortKey> sortBy, Span span)
            implements Command {
        public Dedup {
            fields = List.copyOf(fields);
            options = Map.copyOf(options);
            sortBy = List.copyOf(sortBy);
        }
    }

    /** {@code sort}; a limit of 0 is none. */
    record Sort(int limit, List<SortKey> keys, Span span) implements Command {
        public Sort {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The first rows; with a condition, those before the first that does not meet it, and that one where the last is kept;
     * a condition that is null is met or not.
     */
    record Head(Optional<Integer> rows, Optional<EvalSyntax> condition, boolean keepsLast, boolean nullHolds, Span span)
            implements Command {}

    record Tail(int rows, Span span) implements Command {}

    record Reverse(Span span) implements Command {}

    /**
     * {@code bin}: values into steps.
     *
     * @param start where a step begins, and so every other: seconds since 1970, or a number
     * @param align the time that tells where steps begin, in place of {@code start}: relative to the search's
     */
    record Bin(Word field, Optional<Word> as, double step, Step unit, double start, Optional<String> align, Span span)
            implements Command {
        enum Step {
            SECONDS,
            NUMBER,
            MONTHS,
            /** Each so many times as long as the one before. */
            FACTOR
        }
    }

    /** {@code join}, without fields over those that both sides have. */
    record Join(boolean outer, boolean overwrite, int most, List<Word> fields, List<Command> subsearch, Span span)
            implements Command {
        public Join {
            fields = List.copyOf(fields);
            subsearch = List.copyOf(subsearch);
        }
    }

    /** {@code append} and {@code union}; {@code appendpipe} where the subsearch continues the rows at hand. */
    record Append(boolean continues, List<List<Command>> subsearches, Span span) implements Command {
        public Append {
            subsearches = subsearches.stream().map(List::copyOf).toList();
        }
    }

    /** {@code lookup table key [as field] … OUTPUT|OUTPUTNEW column [as field] …}. */
    record Lookup(Word table, List<Pair> keys, boolean keepsOld, List<Pair> outputs, Span span) implements Command {
        public Lookup {
            keys = List.copyOf(keys);
            outputs = List.copyOf(outputs);
        }
    }

    record Inputlookup(Word table, boolean append, Optional<SearchSyntax> where, Optional<Integer> most, Span span)
            implements Command {}

    record Makeresults(int count, Span span) implements Command {}

    /** {@code return}: how many rows, and pairs of the name that is returned and the field that it is read from. */
    record Return(int rows, List<ReturnTerm> terms, Span span) implements Command {
        public Return {
            terms = List.copyOf(terms);
        }
    }

    /** {@code transaction}: rows that share the fields' values, one behind the other within limits, as one row. */
    record Transaction(List<Word> fields, Map<String, Word> options, Map<String, Mark> marks, Span span)
            implements Command {
        public Transaction {
            fields = List.copyOf(fields);
            options = Map.copyOf(options);
            marks = Map.copyOf(marks);
        }
    }

    /** Where a transaction starts or ends: a search's condition or an {@code eval(…)}. */
    record Mark(Optional<SearchSyntax> search, Optional<EvalSyntax> eval) {}

    /** {@code foreach}: the fields, and the piece of search that is run for each, with its places to fill. */
    record Foreach(List<Word> fields, String mode, String template, int at, Span span) implements Command {
        public Foreach {
            fields = List.copyOf(fields);
        }
    }

    /** A command that changes no row: what it writes elsewhere is none of a detection's. */
    record Passed(String name, Span span) implements Command {}

    /** A command, or a form of one, that is not read further. */
    record Other(String construct, String text, Span span) implements Command {}

    record Assignment(Word field, EvalSyntax value) {}

    /** {@code values(x) as y}: the argument is a field, an {@code eval(…)}, or none. */
    record AggregateTerm(
            String function,
            Optional<Word> field,
            Optional<EvalSyntax> expression,
            String name,
            boolean named,
            Span span) {}

    record Renaming(Word from, Word to) {}

    record Conversion(String function, Word field, Word as) {}

    record Replacement(Word wanted, Word with) {}

    /** A table's column and the field of the row that it stands for. */
    record Pair(Word column, Word field) {}

    /** What {@code return} gives: a field under a name, or only its values. */
    record ReturnTerm(String name, Word field, boolean valueOnly) {}

    record SortKey(Word field, boolean descending, String type) {}
}
