package org.pith.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between packages, which module descriptors do not hold. */
class ArchitectureTest {

  private static JavaClasses pith;

  @BeforeAll
  static void read() {
    pith =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.pith");
  }

  @Test
  void noCyclesBetweenModules() {
    slices().matching("org.pith.(*)..").should().beFreeOfCycles().check(pith);
  }

  @Test
  void oneHomeForTorch() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.pith.train.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(pith);
  }

  @Test
  void oneHomeForOnnx() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.pith.network.onnx..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnxruntime..", "ai.onnx.proto..", "onnx..")
        .check(pith);
  }

  @Test
  void reportsNeedNoTraining() {
    noClasses()
        .that()
        .resideInAPackage("org.pith.studio..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.pith.train..", "org.pith.search..", "org.pith.prune..")
        .check(pith);
  }

  @Test
  void noDrawersForOddThings() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..core..", "..helper..")
        .check(pith);
  }
}
