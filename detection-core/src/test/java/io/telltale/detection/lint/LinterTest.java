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
            rds.amazonaws.com\tAWS-rds\tRDS\tCreateDBInstance
            timestream-influxdb.amazonaws.com\tAWS-timestream\tTimestream\tCreateDbInstance
            """, """
            T1525\ttechnique\tImplant Internal Image\tpersistence
            T1562\ttechnique\tImpair Defenses\tdefense-evasion
            """, "T1562\tT1685\nT1064\t-\n");

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
                .containsExactly("8 response-of-read-only-call: DescribeImageScanFindings only reads, so its"
                        + " responseElements.registryId may always be missing");
        assertThat(lint(sigma("eventName: PutImage", "responseElements.registryId: '1'")))
                .isEmpty();
    }

    @Test
    void aNameMayBeSpelledInSeveralWays() {
        assertThat(lint(sigma("eventName|cased: CreateDBInstance"))).isEmpty();
        assertThat(lint(sigma("eventName|cased: CreateDbInstance"))).isEmpty();
        assertThat(lint(sigma("eventSource: rds.amazonaws.com", "eventName|cased: CreateDbInstance")))
                .singleElement()
                .asString()
                .contains("the log writes CreateDBInstance and");
    }

    @Test
    void aPatternThatNoNameMatchesIsFound() {
        assertThat(lint(sigma("eventName: Up*Image")))
                .containsExactly("7 unknown-event-name: nothing known matches Up*Image");
        assertThat(lint(sigma("eventName: P*Image"))).isEmpty();
    }

    @Test
    void conditionsThatExcludeEachOtherAreFound() {
        assertThat(lint(kusto("where EventName == 'PutImage' | where EventName == 'UpdateFunctionCode'")))
                .containsExactly("6 never-true: eventName cannot be \"UpdateFunctionCode\" as well as \"PutImage\"");
        assertThat(lint(kusto("where EventName in ('PutImage', 'UpdateFunctionCode') and EventName =~ 'putimage'")))
                .isEmpty();
        assertThat(lint(kusto("where EventName == 'PutImage' and EventName != 'PutImage'")))
                .containsExactly("6 never-true: eventName cannot be \"PutImage\" and not be it as well");
        assertThat(lint(kusto("where EventName == 'PutImage' or EventName == 'UpdateFunctionCode'")))
                .isEmpty();
        assertThat(lint(sigma("requestParameters.a|all: ['x', 'y']"))).isEmpty();
    }

    @Test
    void anErrorCodeThatStandsForSuccessIsFound() {
        assertThat(lint(sigma("eventName: PutImage", "errorCode: Success")))
                .containsExactly(
                        "8 error-code-of-success: no record has such an errorCode, as a call that succeeds has none");
        assertThat(lint(spl("eventName=PutImage errorCode=success"))).isEmpty();
    }

    @Test
    void aValueOutsideAClosedListIsFound() {
        assertThat(lint(sigma("eventName: PutImage", "userIdentity.type: User")))
                .singleElement()
                .asString()
                .startsWith("8 unknown-value: no record has the userIdentity.type User");
    }

    @Test
    void aGroupThatNoRecordBelongsToIsFound() {
        assertThat(lint(spl("eventName=PutImage | stats count by bucketNam")))
                .containsExactly("7 unknown-field: no record has a field bucketNam");
        assertThat(lint(spl("eventName=PutImage | rename requestParameters.* as * | stats count by bucketName")))
                .isEmpty();
    }

    @Test
    void whatBelongsToAnotherLogIsNotHeldAgainstThisOne() {
        assertThat(lint(kusto(
                        "join (SigninLogs | where ResultType == '0') on $left.SourceIpAddress == $right.IPAddress")))
                .isEmpty();
        assertThat(lint(Map.of("rules/r.toml", """
                [metadata]
                integration = ["aws"]
                [rule]
                rule_id = "1"
                name = "r"
                type = "esql"
                language = "esql"
                query = '''
                from logs-aws.cloudtrail-*, logs-azure.* metadata _id, _version, _index
                | where (event.dataset == "aws.cloudtrail" and event.action == "PutImage")
                   or (event.dataset == "azure.activitylogs" and event.action == "MICROSOFT.X/Y" and azure.a == "b")
                '''
                """), "elastic")).isEmpty();
        assertThat(lint(sigma("eventName|nosuch: x").replace("service: cloudtrail", "service: guardduty")))
                .isEmpty();
    }

    @Test
    void theFieldIsPointedAtAndNotItsValue() {
        assertThat(lint(spl("eventName=PutImage | where awsregion=\"x\"")))
                .containsExactly("7 unknown-field: no record has a field awsregion (it is written awsRegion)");
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
        assertThat(lint(sigma("eventName: PutImage").replace("t1525", "t1064")))
                .containsExactly("1 retired-technique: ATT&CK has retired T1064");
        assertThat(lint(sigma("eventName: PutImage").replace("t1525", "t9999")))
                .containsExactly("1 unknown-technique: ATT&CK for enterprises has no technique T9999");
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

    private static Map<String, String> spl(String search) {
        return Map.of("detections/cloud/r.yml", """
                name: r
                id: 1
                type: TTP
                data_source:
                  - AWS CloudTrail PutImage
                search: |-
                  sourcetype=aws:cloudtrail %s
                """.formatted(search));
    }

    private static Map<String, String> kusto(String operators) {
        return Map.of("Solutions/X/Analytic Rules/r.yaml", """
                id: 1
                name: r
                severity: Low
                query: |
                  AWSCloudTrail
                  | %s
                """.formatted(operators));
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

    private static List<String> lint(Map<String, String> texts) {
        return lint(texts, texts.keySet().iterator().next().startsWith("Solutions") ? "kusto" : "splunk");
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
