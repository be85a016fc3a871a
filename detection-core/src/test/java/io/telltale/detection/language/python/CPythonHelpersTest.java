package io.telltale.detection.language.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.language.Companions;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.PantherFormat;
import io.telltale.detection.vendor.PathFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls the helpers of a checkout of panther-analysis here and in CPython: same answer, same exception. */
@Tag("checkout")
class CPythonHelpersTest {
    private static final int CALLS = 60;

    /** What helpers are called with: values of each kind, and records as logs have them. */
    private static final List<String> ARGUMENTS = List.of(
            "None",
            "True",
            "0",
            "7",
            "2.5",
            "''",
            "'a'",
            "'10.1.2.3'",
            "'203.0.113.9'",
            "'2001:db8::1'",
            "'arn:aws:iam::123456789012:role/admin'",
            "'2026-01-05T10:00:00Z'",
            "'ann@example.com'",
            "'{\"a\": 1}'",
            "'a*'",
            "[]",
            "['a', 'b']",
            "['10.0.0.0/8', '203.0.113.0/24']",
            "{}",
            "{'a': {'b': [1, {'c': 'x'}]}}",
            "{'eventName': 'PutImage', 'errorCode': None, 'userIdentity': {'type': 'IAMUser', 'arn': 'arn:aws:iam::123456789012:user/ann'}}",
            "{'eventName': 'ConsoleLogin', 'responseElements': {'ConsoleLogin': 'Success'}, 'additionalEventData': {'MFAUsed': 'No'}}",
            "{'eventName': 'GetObject', 'errorCode': 'AccessDenied', 'userIdentity': {'type': 'AssumedRole', 'sessionContext': {'sessionIssuer': {'arn': 'arn:x', 'userName': 'r'}}}}",
            "{'protoPayload': {'status': {'code': 7}, 'authorizationInfo': [{'permission': 'p', 'granted': True}]}}",
            "{'actor': {'displayName': 'x', 'alternateId': 'y'}, 'outcome': {'result': 'FAILURE', 'reason': 'r'}}");

    @Test
    void helpersAnswerAsInCPython() throws Exception {
        String checkout = System.getProperty("panther.checkout", "");
        Assumptions.assumeFalse(checkout.isEmpty(), "no checkout named by -Dpanther.checkout=DIR");
        Path folder = Path.of(checkout, "global_helpers");
        Companions companions =
                new PantherFormat().read(new PathFiles(Path.of(checkout))).companionsByName();
        var programs = new ArrayList<String>();
        for (Map.Entry<String, SourceText> module :
                importable(new PathFiles(folder), folder, companions).entrySet()) {
            for (Node.Stmt statement : StatementParser.parse(module.getValue())) {
                if (statement instanceof Node.FunctionDef function) {
                    programs.addAll(calls(module.getKey(), function));
                }
            }
        }
        assertThat(CPython.differences(programs, folder, companions)).isEmpty();
        assertThat(programs).hasSizeGreaterThan(5_000);
    }

    /** The modules that CPython can import, by their names: the others want packages that it has not. */
    private static Map<String, SourceText> importable(PathFiles files, Path folder, Companions companions)
            throws Exception {
        var modules = new TreeMap<String, SourceText>();
        for (String path : files.paths()) {
            String name = path.replaceFirst("\\.py$", "");
            companions.find("module", name).ifPresent(text -> modules.put(name, text));
        }
        List<String> names = List.copyOf(modules.keySet());
        List<String> answers = CPython.answers(
                names.stream()
                        .map(name -> "import " + name + "\ndef answer():\n    return 'imported'\n")
                        .toList(),
                folder);
        for (int i = 0; i < names.size(); i++) {
            if (!answers.get(i).equals("'imported'")) {
                modules.remove(names.get(i));
            }
        }
        return modules;
    }

    private static List<String> calls(String module, Node.FunctionDef function) {
        var random = new Random(function.name().hashCode());
        var programs = new ArrayList<String>();
        int count = function.parameters().positional().size();
        for (int i = 0; i < CALLS; i++) {
            var arguments = new ArrayList<String>();
            for (int a = 0; a < count; a++) {
                arguments.add(ARGUMENTS.get(random.nextInt(ARGUMENTS.size())));
            }
            programs.add("import %s\ndef answer():\n    return %s.%s(%s)\n"
                    .formatted(module, module, function.name(), String.join(", ", arguments)));
        }
        return programs;
    }
}
