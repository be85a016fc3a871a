package io.telltale.detection.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.RepositoryFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each fault is found where it stands, and a rule without faults has none. */
class LinterTest {
    private static final LogFacts FACTS = new LogFacts("""
            ecr.amazonaws.com\tAWS-ecr\tECR\tPutImage,DescribeImageScanFindings
            lambda.amazonaws.com\tAWS-lambda\tLambda\tUpdateFunctionCode
            """, """
            T1525\ttechnique\tImplant Internal Image\tpersistence
            T1562\ttechnique\tImpair Defenses\tdefense-evasion
            """, "T1562\tT1685\n");

    @Test
    void aSoundRuleHasNoFindings() {
        assertThat(lint(sigma("eventSource: ecr.amazonaws.com", "eventName: PutImage", "userIdentity.type: Root")))
                .isEmpty();
    }

    @Test
    void aFieldThatNoRecordHasIsFoundAtItsLine() {
        assertThat(lint(sigma("eventName: PutImage", "userIdentity.name: root", "errorcode: AccessDenied")))
                .containsExactly(
                        "8 unknown-field: no record has a field userIdentity.name",
                        "9 unknown-field: no record has a field errorcode (it is written errorCode)");
    }

    @Test
    void whatAServiceSendsIsUpToTheService() {
        assertThat(lint(sigma("eventName: PutImage", "requestParameters.anything.at.all: x")))
                .isEmpty();
    }

    @Test
    void aSpellingThatNeverMatchesIsFoundWhereCaseCounts() {
        assertThat(lint(sigma("eventName|cased: putimage", "eventSource|cased: ECR.amazonaws.com")))
                .extracting(f -> f.substring(2))
                .containsExactly(
                        "case-never-matches: \"putimage\" never matches, as the log writes PutImage and the comparison"
                                + " minds case",
                        "case-never-matches: \"ECR.amazonaws.com\" never matches, as the log writes ecr.amazonaws.com"
                                + " and the comparison minds case");
        assertThat(lint(sigma("eventName: putimage", "userIdentity.type: root")))
                .isEmpty();
        assertThat(lint(sigma("eventName: PutImage", "userIdentity.type|cased: root")))
                .singleElement()
                .asString()
                .contains("the log writes Root");
    }

    @Test
    void namesThatNoServiceHasAreFound() {
        assertThat(lint(sigma("eventName: PutImages")))
                .containsExactly("7 unknown-event-name: no known service has an event PutImages");
        assertThat(lint(sigma("eventName|startswith: Upload")))
                .containsExactly("7 unknown-event-name: nothing known starts with Upload");
        assertThat(lint(sigma("eventName|startswith: Put"))).isEmpty();
        assertThat(lint(sigma("eventSource: ecr")))
                .containsExactly("7 unknown-event-source: no known service has the eventSource ecr");
    }

    @Test
    void aVersionBehindANameIsPartOfIt() {
        assertThat(lint(sigma("eventName: UpdateFunctionCode20150331v2"))).isEmpty();
    }

    @Test
    void anEventOfAnotherServiceIsFound() {
        assertThat(lint(sigma("eventSource: lambda.amazonaws.com", "eventName: PutImage")))
                .containsExactly("8 event-of-another-service: lambda.amazonaws.com has no event PutImage");
    }

    @Test
    void listsOfSourcesAndOfNamesAreReadTogether() {
        assertThat(lint(sigma(
                        "eventSource: [lambda.amazonaws.com, ecr.amazonaws.com]",
                        "eventName: [PutImage, UpdateFunctionCode]")))
                .isEmpty();
    }

    @Test
    void theAnswerOfACallThatOnlyReadsIsDoubted() {
        assertThat(lint(sigma("eventName: DescribeImageScanFindings", "responseElements.registryId: '1'")))
                .containsExactly("7 response-of-read-only-call: DescribeImageScanFindings only reads, so its"
                        + " responseElements.registryId may always be missing");
        assertThat(lint(sigma("eventName: PutImage", "responseElements.registryId: '1'")))
                .isEmpty();
    }

    @Test
    void aBareWordIsFoundWhereTheLanguageTakesItForAField() {
        String rule = """
                name: r
                id: 1
                type: TTP
                data_source:
                  - AWS CloudTrail PutImage
                search: |-
                  sourcetype=aws:cloudtrail eventName=PutImage
                  | where awsRegion=Frankfurt
                """;
        assertThat(lint(Map.of("detections/cloud/r.yml", rule), "splunk"))
                .contains("8 bare-word: \"Frankfurt\" is taken for a field, and no record has it");
    }

    @Test
    void techniquesAreLookedUp() {
        assertThat(lint(sigma("eventName: PutImage").replace("t1525", "t1562")))
                .containsExactly("1 retired-technique: ATT&CK has retired T1562");
        assertThat(lint(sigma("eventName: PutImage").replace("t1525", "t9999")))
                .containsExactly("1 unknown-technique: ATT&CK has no technique T9999");
    }

    @Test
    void whatCannotRunSaysWhy() {
        assertThat(lint(sigma("eventName|nosuch: PutImage")))
                .singleElement()
                .asString()
                .contains("nosuch");
        assertThat(lint(sigma("eventName: PutImage").replace("condition: a", "condition: a and")))
                .singleElement()
                .asString()
                .contains("syntax-error");
    }

    private static String sigma(String... tests) {
        return """
                title: r
                id: 1
                tags: [attack.t1525]
                logsource: {product: aws, service: cloudtrail}
                detection:
                  a:
                    %s
                  condition: a
                """.formatted(String.join("\n    ", tests));
    }

    private static List<String> lint(String sigma) {
        return lint(Map.of("rules/r.yml", sigma), "sigma");
    }

    private static List<String> lint(Map<String, String> texts, String vendor) {
        DetectionCore core = DetectionCore.standard();
        Reading reading = core.vendor(vendor).orElseThrow().read(new RepositoryFiles() {
            @Override
            public List<String> paths() {
                return List.copyOf(texts.keySet());
            }

            @Override
            public String read(String path) {
                return texts.get(path);
            }
        });
        assertThat(reading.problems()).isEmpty();
        PreparedRule rule = core.prepare(reading.rules().get(0), reading.companionsByName(), Map.of());
        return new Linter(FACTS)
                .lint(rule).stream()
                        .map(f -> f.position().line() + " " + f.code().id() + ": " + f.message())
                        .toList();
    }
}
