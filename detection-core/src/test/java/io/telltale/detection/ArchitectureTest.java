package io.telltale.detection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** The library stays a library, and its languages do not know each other. */
@AnalyzeClasses(packages = "io.telltale.detection", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_FRAMEWORK_DATABASE_OR_HTTP = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "java.sql..", "javax.sql..", "java.net.http..", "org.hibernate..");

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule LANGUAGES_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("io.telltale.detection.language.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule LANGUAGES_KNOW_NEITHER_VENDORS_NOR_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage("io.telltale.detection.language..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.telltale.detection.vendor..",
                    "io.telltale.detection.engine..",
                    "io.telltale.detection.analysis..",
                    "io.telltale.detection.event..");

    @ArchTest
    static final ArchRule VENDORS_KNOW_NO_LANGUAGE_BUT_ITS_PORT = noClasses()
            .that()
            .resideInAPackage("io.telltale.detection.vendor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.telltale.detection.language.*..", "io.telltale.detection.engine..");

    @ArchTest
    static final ArchRule THE_REPRESENTATION_EVALUATES_NOTHING = noClasses()
            .that()
            .resideInAPackage("io.telltale.detection.ir..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.telltale.detection.engine..",
                    "io.telltale.detection.analysis..",
                    "io.telltale.detection.vendor..",
                    "io.telltale.detection.language..");
}
