package io.telltale.catalog.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.telltale.catalog.attachment.Attachment.Kind;
import io.telltale.detection.analysis.RuleAnalysis.EventReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventAttachmentTest {
    private static final CataloguedEvent ECR = new CataloguedEvent(1, "ECR", "ecr.amazonaws.com", "_catch_all");
    private static final CataloguedEvent PUT = new CataloguedEvent(2, "ECR", "ecr.amazonaws.com", "PutImage");
    private static final CataloguedEvent TAG = new CataloguedEvent(3, "ECR", "ecr.amazonaws.com", "TagResource");
    private static final CataloguedEvent KMS_TAG = new CataloguedEvent(4, "KMS", "kms.amazonaws.com", "TagResource");

    private final EventAttachment attachment = new EventAttachment(List.of(ECR, PUT, TAG, KMS_TAG));

    @Test
    void aSourceAndANamePin() {
        assertThat(attachment.attach(List.of(reference("ecr.amazonaws.com", "PutImage", false))))
                .containsExactly(
                        new Attachment(PUT, Kind.PINNED, "eventSource is ecr.amazonaws.com and eventName is PutImage"));
    }

    @Test
    void theSourceIsFoundWithoutCase() {
        assertThat(attachment.attach(List.of(reference("ECR.amazonaws.com", "putimage", false))))
                .extracting(Attachment::event, Attachment::kind)
                .containsExactly(tuple(PUT, Kind.PINNED));
    }

    @Test
    void aListOfNamesLists() {
        assertThat(attachment.attach(List.of(
                        reference("ecr.amazonaws.com", "PutImage", true),
                        reference("ecr.amazonaws.com", "TagResource", true))))
                .extracting(Attachment::event, Attachment::kind)
                .containsExactly(tuple(PUT, Kind.LISTED), tuple(TAG, Kind.LISTED));
    }

    @Test
    void aNameThatOneServiceHasMeansThatService() {
        assertThat(attachment.attach(List.of(reference("", "PutImage", false))))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.event()).isEqualTo(PUT);
                    assertThat(found.kind()).isEqualTo(Kind.RESOLVED);
                    assertThat(found.why()).contains("ECR alone").doesNotContain("not pinned");
                });
    }

    @Test
    void aNameThatSeveralServicesHaveMeansEachOfThem() {
        assertThat(attachment.attach(List.of(reference("", "TagResource", false))))
                .hasSize(2)
                .allSatisfy(found -> {
                    assertThat(found.kind()).isEqualTo(Kind.RESOLVED);
                    assertThat(found.why()).endsWith("service not pinned");
                })
                .extracting(Attachment::event)
                .containsExactly(TAG, KMS_TAG);
    }

    @Test
    void aSourceAloneIsTheCatchAll() {
        assertThat(attachment.attach(List.of(reference("ecr.amazonaws.com", "", false))))
                .extracting(Attachment::event, Attachment::kind)
                .containsExactly(tuple(ECR, Kind.CATCH_ALL));
    }

    @Test
    void thePlainestOfSeveralAlternativesCounts() {
        assertThat(attachment.attach(List.of(
                        reference("", "PutImage", false),
                        reference("ecr.amazonaws.com", "PutImage", false),
                        reference("ecr.amazonaws.com", "PutImage", true))))
                .extracting(Attachment::event, Attachment::kind)
                .containsExactly(tuple(PUT, Kind.PINNED));
    }

    @Test
    void whatNamesNothingOrNothingKnownBelongsNowhere() {
        assertThat(attachment.attach(List.of())).isEmpty();
        assertThat(attachment.attach(List.of(
                        reference("", "", false),
                        reference("s3.amazonaws.com", "", false),
                        reference("ecr.amazonaws.com", "NoSuchOperation", false),
                        reference("", "_catch_all", false))))
                .isEmpty();
    }

    private static EventReference reference(String source, String name, boolean listed) {
        return new EventReference(
                Optional.of(source).filter(s -> !s.isEmpty()), Optional.of(name).filter(n -> !n.isEmpty()), listed);
    }
}
