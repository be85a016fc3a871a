package io.telltale.detection.language.spl;

import static org.junit.jupiter.api.Assertions.fail;

import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No text makes the language throw anything but a syntax error: pieces of searches in any order, and searches with damage. */
class SplParserFuzzTest {
    private static final List<String> PIECES = List.of(
            "|",
            "(",
            ")",
            "[",
            "]",
            "\"",
            "'",
            "`",
            "```",
            ",",
            "=",
            "!=",
            "<=",
            ">",
            "*",
            ".",
            "-",
            "+",
            "/",
            "%",
            "\\",
            " ",
            "\n",
            "search",
            "where",
            "eval",
            "stats",
            "count",
            "values(",
            "by",
            "BY",
            "as",
            "AS",
            "rename",
            "spath",
            "input=",
            "path=",
            "output=",
            "mvexpand",
            "limit=",
            "fillnull",
            "value=",
            "fields",
            "table",
            "convert",
            "timeformat=",
            "ctime(",
            "dedup",
            "sort",
            "head",
            "bin",
            "span=5m",
            "_time",
            "NOT",
            "AND",
            "OR",
            "IN",
            "LIKE",
            "if(",
            "case(",
            "match(x,\"(\")",
            "eventName",
            "requestParameters.*",
            "a{}.b",
            "{}",
            "{99999999999}",
            "1.5",
            "1e999",
            "99999999999999999999",
            "`cloudtrail`",
            "`m(a,b)`",
            "sourcetype=aws:cloudtrail",
            "null()",
            "[search ",
            "[| ",
            "| inputlookup ",
            "append=t",
            "join ",
            "type=outer",
            "append [",
            "appendpipe [",
            "lookup t a as b",
            "OUTPUT",
            "OUTPUTNEW",
            "tstats count from datamodel=Change",
            "All_Changes.user",
            "streamstats",
            "eventstats",
            "window=2",
            "top",
            "rare",
            "rex field=a \"(?<b>c)\"",
            "mode=sed \"s/a/b/\"",
            "regex a=\"b\"",
            "makemv delim=\",\"",
            "mvcombine",
            "nomv",
            "foreach *",
            "<<FIELD>>",
            "transaction",
            "startswith=(",
            "maxspan=5m",
            "iplocation",
            "makeresults count=2",
            "return 2 $a",
            "format",
            "dedup 2",
            "sortby",
            "sort -num(",
            "head (a<2)",
            "tail",
            "reverse",
            "replace a WITH b IN c",
            "strcat a \"b\" c",
            "accum",
            "delta a p=2",
            "addtotals",
            "filldown",
            "timechart span=1h",
            "chart over",
            "from datamodel:",
            "union [",
            "eval {a}=b",
            "mvfilter(",
            "mvmap(a,",
            "searchmatch(\"",
            "json_extract(",
            "perc95(",
            "values(*)",
            "earliest=-1h@h",
            "TERM(",
            "()",
            "\u0000",
            "é");
    private static final String WHOLE =
            "`cloudtrail` eventName=PutImage NOT (a=b OR c IN (d, \"e*\")) | spath path=x{}.y output=z | mvexpand z"
                    + " | eval q=if(isnull(a) OR match(b,\"c\"), d.\", \".e, 1+2*3) | rename r.* as *"
                    + " | stats count min(_time) as t by q, z | where count>3 AND t!=\"x\" | `security_content_ctime(t)`"
                    + " | join q type=outer max=2 [search a=b | stats values(c.*) as * latest(d) as e by q]"
                    + " | append [| inputlookup t where a=b | rename a as q] | lookup u x as q OUTPUT y as w"
                    + " | streamstats window=3 current=f count as n by q | eventstats perc95(n) as p | dedup 2 q sortby -n"
                    + " | rex field=w \"(?<g>a+)\" | transaction q maxspan=5m startswith=(a=b) | foreach n_* [eval <<FIELD>>=1]"
                    + " | search NOT [| tstats count from datamodel=Change where All_Changes.action=x by All_Changes.user"
                    + " | table q]";
    private static final SplLanguage SPL = new SplLanguage();

    @Test
    void piecesInAnyOrder() {
        long seed = 20260105;
        var random = new Random(seed);
        for (int run = 0; run < 4_000; run++) {
            var text = new StringBuilder(random.nextBoolean() ? "a=b | " : "");
            for (int i = random.nextInt(25); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextBoolean() ? " " : "");
            }
            check(text.toString(), seed, run);
        }
    }

    @Test
    void aSearchWithDamage() {
        long seed = 7;
        var random = new Random(seed);
        for (int run = 0; run < 4_000; run++) {
            var text = new StringBuilder(WHOLE);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                }
            }
            check(text.toString(), seed, run);
        }
    }

    @Test
    void depthAndLength() {
        for (String piece :
                List.of("(", "NOT ", "[", "a=b OR ", "| where (", "| eval a=-", "| eval a=if(", "`m(", "a=b | ")) {
            check(piece.repeat(100_000), 0, 0);
        }
        check("| eval a=" + "b+".repeat(100_000) + "c", 0, 0);
        check("| where " + "b OR ".repeat(100_000) + "c", 0, 0);
        check("a=" + "b".repeat(ExpandedSearch.MAX_LENGTH), 0, 0);
    }

    @Test
    void macrosThatCallThemselves() {
        Companions companions =
                (kind, name) -> java.util.Optional.of(SourceText.ofFile(name, "a=b `" + name + "` `" + name + "`"));
        lower("`again`", companions, 0, 0);
    }

    private static void check(String text, long seed, int run) {
        lower(text, Companions.NONE, seed, run);
    }

    private static void lower(String text, Companions companions, long seed, int run) {
        try {
            SPL.lower(new RuleSource(SourceText.ofFile("fuzz", text), Values.objectOf(Map.of()), companions, Map.of()));
        } catch (RuleSyntaxException e) {
            if (e.detail().isBlank()) {
                fail("an empty message for " + text);
            }
        } catch (RuntimeException | StackOverflowError e) {
            fail("seed " + seed + ", run " + run + ": " + text.substring(0, Math.min(500, text.length())), e);
        }
    }
}
