package org.pith.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {"measure", "data", "network", "runs", "train", "search", "prune", "studio", "cli"})
  void noCyclesBetweenThePackagesOf(String module) {
    slices().assignedFrom(packagesOf(module)).should().beFreeOfCycles().check(pith);
  }

  private static SliceAssignment packagesOf(String module) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return (type.getPackageName() + ".").startsWith("org.pith." + module + ".")
            ? SliceIdentifier.of(type.getPackageName())
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages of " + module;
      }
    };
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
