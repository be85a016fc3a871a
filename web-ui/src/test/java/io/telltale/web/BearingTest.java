package io.telltale.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.engine.Explanation.Condition;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each condition of a tree did for its row. */
class BearingTest {
    @Test
    void aFalseConditionUnderANotHelps() {
        assertThat(effects(node("and", "true", leaf("true"), node("not", "true", leaf("false")))))
                .containsExactly("helps", "helps", "helps", "helps");
    }

    @Test
    void aTrueConditionUnderANotThatFailsHinders() {
        assertThat(effects(node("and", "false", leaf("true"), node("not", "false", leaf("true")))))
                .containsExactly("hinders", "idle", "hinders", "hinders");
    }

    @Test
    void aFalseBranchOfAnOrThatHoldsIsIdle() {
        assertThat(effects(node("or", "true", leaf("false"), leaf("true")))).containsExactly("helps", "idle", "helps");
    }

    @Test
    void allBranchesOfAnOrThatFailsHinder() {
        assertThat(effects(node("or", "false", leaf("false"), leaf("unknown"))))
                .containsExactly("hinders", "hinders", "hinders");
    }

    @Test
    void theConditionOfAnIfOnlyChooses() {
        assertThat(effects(node("if", "true", leaf("false"), leaf("true")))).containsExactly("helps", "idle", "helps");
    }

    @Test
    void anErrorIsShownAsOne() {
        assertThat(effects(node("or", "true", leaf("error"), leaf("true")))).containsExactly("helps", "error", "helps");
    }

    private static List<String> effects(Condition condition) {
        return all(Bearing.of(condition)).map(Bearing::effect).toList();
    }

    private static Stream<Bearing> all(Bearing bearing) {
        return Stream.concat(Stream.of(bearing), bearing.children().stream().flatMap(BearingTest::all));
    }

    private static Condition node(String kind, String outcome, Condition... children) {
        return new Condition(kind, kind, Span.NONE, outcome, "", "", false, List.of(children));
    }

    private static Condition leaf(String outcome) {
        return node("eq", outcome);
    }
}
