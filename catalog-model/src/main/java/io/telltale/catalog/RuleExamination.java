package io.telltale.catalog;

import io.telltale.catalog.view.LintView;
import io.telltale.catalog.view.RuleTestView;
import java.util.List;
import java.util.Optional;

/** Puts rules of the catalog to the test, without a log. Blocks its caller, within the limits of rules' programs. */
public interface RuleExamination {
    /** The vendor's own tests of a rule, run, in their order; empty where there is no such rule. */
    Optional<List<RuleTestView>> tests(String vendor, String rule);

    /**
     * One of the vendor's own tests, run and explained.
     *
     * @param number its number among the rule's tests, counted from 1
     * @return empty where there is no such rule or test
     */
    Optional<RuleTestView> test(String vendor, String rule, int number);

    /** What would make a rule silently dead, in the order of its text; empty where there is no such rule. */
    Optional<List<LintView>> lint(String vendor, String rule);
}
