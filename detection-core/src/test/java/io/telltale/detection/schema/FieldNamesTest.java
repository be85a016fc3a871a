package io.telltale.detection.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Readers find a field by the name that they know it by. */
class FieldNamesTest {
    private final FieldNames names = new FieldNames();

    @Test
    void aCanonicalNameMeansItself() {
        assertThat(names.canonical("aws::eventName")).containsExactly("aws::eventName");
    }

    @Test
    void aRecordsPathAndAVendorsNameMeanTheCanonicalField() {
        assertThat(names.canonical("eventName")).contains("aws::eventName");
        assertThat(names.canonical("EventName")).contains("aws::eventName");
        assertThat(names.canonical("event.action")).contains("aws::eventName");
        assertThat(names.canonical("metadata.product_event_type")).contains("aws::eventName");
        assertThat(names.canonical("api.operation")).contains("aws::eventName");
        assertThat(names.canonical("event.kind")).containsExactly("aws::event.kind", "event.kind");
    }

    @Test
    void aNameThatNoSchemaHasStaysBesideItsPath() {
        assertThat(names.canonical("requestParameters.repositoryName"))
                .containsExactly("aws::requestParameters.repositoryName", "requestParameters.repositoryName");
    }
}
