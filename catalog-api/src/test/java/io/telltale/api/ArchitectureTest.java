package io.telltale.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The modules depend on one another in one direction. */
@AnalyzeClasses(packages = "io.telltale", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "io.telltale.detection..";
    private static final String MODEL = "io.telltale.catalog..";
    private static final String DB = "io.telltale.db..";
    private static final String WEB = "io.telltale.web..";
    private static final String API = "io.telltale.api..";

    @ArchTest
    static final ArchRule DETECTION_CORE_KNOWS_NOTHING_OF_OURS = unaware(CORE, MODEL, DB, WEB, API);

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_DETECTION_CORE_ONLY = unaware(MODEL, DB, WEB, API);

    @ArchTest
    static final ArchRule THE_DATABASE_KNOWS_NO_DOMAIN = unaware(DB, CORE, MODEL, WEB, API);

    @ArchTest
    static final ArchRule PAGES_KNOW_THE_MODEL = unaware(WEB, DB, API);

    @ArchTest
    static final ArchRule FACES_HOLD_NO_SQL_AND_NO_ENTITIES = noClasses()
            .that()
            .resideInAnyPackage(WEB, "io.telltale.api.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.hibernate..",
                    "jakarta.persistence..",
                    "io.telltale.catalog.entity..",
                    "io.telltale.catalog.store..");

    private static ArchRule unaware(String of, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(of)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }
}
