package dev.vitrine;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.vitrine.assemble.Activity;
import dev.vitrine.record.CapturedRecord;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table of packages and imports in the architecture document, and what else it promises of the
 * code's structure. Where the code teaches something better, change table and test together.
 */
@AnalyzeClasses(packages = "dev.vitrine", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String BASE = "dev.vitrine";

  /** The table: each package and what it may import of the others. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          entry("tally", Set.of()),
          entry("event", Set.of()),
          entry("record", Set.of()),
          entry("rules", Set.of()),
          entry("crypto", Set.of()),
          entry("protocol", Set.of("record", "crypto")),
          entry("policy", Set.of("rules", "crypto")),
          // of record, the reason of a local gap alone
          entry("capture", Set.of("event", "policy", "tally", "record")),
          entry("replay", Set.of("event", "capture", "policy")),
          entry("assemble", Set.of("event", "capture", "policy", "tally")),
          // of crypto, the keyed hash alone
          entry(
              "redact",
              Set.of("rules", "event", "assemble", "record", "policy", "tally", "crypto")),
          entry("store", Set.of("record", "crypto", "tally")),
          entry("upload", Set.of("store", "protocol", "policy", "crypto", "tally")),
          entry("receiver", Set.of("record", "protocol", "crypto")),
          entry("export", Set.of("record")),
          entry("control", Set.of("tally", "policy")),
          entry(
              "viewer", Set.of("store", "record", "export", "rules", "policy", "control", "tally")),
          entry("tray", Set.of("control", "policy", "tally")),
          // of control, the state that an indicator shows alone
          entry(
              "platform",
              Set.of("event", "capture", "crypto", "upload", "tray", "tally", "control")));

  /** Packages that may import everything, but for the one named. */
  private static final Map<String, Set<String>> MAY_NOT_IMPORT =
      Map.of("agent", Set.of("cli"), "cli", Set.of());

  private static String of(String name) {
    return BASE + "." + name + "..";
  }

  private static String[] all(Set<String> names) {
    return names.stream().map(ArchitectureTest::of).toArray(String[]::new);
  }

  @ArchTest
  void everyPackageStandsInTheTable(JavaClasses all) {
    Set<String> found = new TreeSet<>();
    for (JavaClass one : all) {
      found.add(one.getPackageName().substring(BASE.length() + 1).split("\\.", -1)[0]);
    }
    Set<String> known = new TreeSet<>(MAY_IMPORT.keySet());
    known.addAll(MAY_NOT_IMPORT.keySet());

    assertThat(known).containsAll(found);
  }

  @ArchTest
  void everyPackageImportsOnlyWhatTheTableAdmits(JavaClasses all) {
    MAY_IMPORT.forEach(
        (name, others) ->
            classes()
                .that()
                .resideInAPackage(of(name))
                .should()
                .onlyDependOnClassesThat(
                    resideOutsideOfPackage(BASE + "..")
                        .or(resideInAPackage(of(name)))
                        .or(resideInAnyPackage(all(others))))
                .allowEmptyShould(true)
                .check(all));
    MAY_NOT_IMPORT.forEach(
        (name, others) ->
            noClasses()
                .that()
                .resideInAPackage(of(name))
                .should()
                .dependOnClassesThat(resideInAnyPackage(all(others)))
                .allowEmptyShould(true)
                .check(all));
  }

  @ArchTest
  static final ArchRule captureKnowsOfRecordsOnlyWhyThereIsAGap =
      noClasses()
          .that()
          .resideInAPackage(of("capture"))
          .should()
          .dependOnClassesThat(
              resideInAPackage(of("record")).and(nameStartsNotWith(BASE + ".record.LocalGap")));

  @ArchTest
  static final ArchRule thePlatformKnowsOfControlOnlyTheState =
      noClasses()
          .that()
          .resideInAPackage(of("platform"))
          .should()
          .dependOnClassesThat(
              resideInAPackage(of("control")).and(nameStartsNotWith(BASE + ".control.AgentStatus")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule unredactedInputStaysBeforeTheRedactor =
      classes()
          .that()
          .resideInAPackage(of("event"))
          .or(assignableTo(Activity.class))
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage(
              of("event"),
              of("capture"),
              of("assemble"),
              of("redact"),
              of("platform"),
              of("replay"),
              of("agent"));

  @ArchTest
  static final ArchRule recordsAreMadeByTheRedactorAndTheCodecAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(of("redact"))
          .and()
          .haveNameNotMatching("dev\\.vitrine\\.record\\.Record(Codec|Reader)(\\$.*)?")
          .should()
          .callConstructorWhere(target(owner(assignableTo(CapturedRecord.class))));

  @ArchTest
  static final ArchRule jNativeHookOnlyInPlatformHook =
      onlyIn("com.github.kwhat..", of("platform.hook"));

  @ArchTest static final ArchRule jnaOnlyInPlatform = onlyIn("com.sun.jna..", of("platform"));

  @ArchTest static final ArchRule okHttpOnlyInUpload = onlyIn("okhttp3..", of("upload"));

  @ArchTest
  static final ArchRule sqlOnlyInStoreAndReceiver =
      onlyIn("java.sql..", of("store"), of("receiver"));

  @ArchTest
  static final ArchRule sqliteOnlyInStoreAndReceiver =
      onlyIn("org.sqlite..", of("store"), of("receiver"));

  @ArchTest static final ArchRule tinkOnlyInCrypto = onlyIn("com.google.crypto..", of("crypto"));

  @ArchTest static final ArchRule ciphersOnlyInCrypto = onlyIn("javax.crypto..", of("crypto"));

  @ArchTest
  static final ArchRule signaturesOnlyInCrypto =
      noClasses()
          .that()
          .resideOutsideOfPackage(of("crypto"))
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.security\\.(Signature|KeyPairGenerator)");

  @ArchTest static final ArchRule awtOnlyInPlatformAwt = onlyIn("java.awt..", of("platform.awt"));

  @ArchTest
  static final ArchRule onlyCommandsPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage(of("cli"))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .should()
          .callMethodWhere(target(owner(assignableTo(Thread.class))).and(target(name("sleep"))));

  @ArchTest
  static final ArchRule timeIsGivenNeverTaken =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(resideInAPackage("java.time..")))
                  .and(target(name("now")))
                  .and(target(rawParameterTypes(new Class<?>[0]))));

  private static ArchRule onlyIn(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static DescribedPredicate<JavaClass> nameStartsNotWith(String prefix) {
    return DescribedPredicate.describe(
        "are not " + prefix, one -> !one.getName().startsWith(prefix));
  }
}
