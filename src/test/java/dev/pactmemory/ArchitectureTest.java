package dev.pactmemory;

import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Who may know whom. A package or a library that no table here names is refused, so that each is
/// given its place on purpose.
class ArchitectureTest {
  private static final String BASE = "dev.pactmemory";

  /// The root package; it and `cli` put the parts together and see all of them.
  private static final String ROOT = "";

  private static final Set<String> SEE_ALL = Set.of(ROOT, "cli");

  /// A package, and the packages it may know besides itself.
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("json", Set.of("model")),
          Map.entry("journal", Set.of("model", "json")),
          Map.entry("store", Set.of("model", "json")),
          Map.entry("index", Set.of("model")),
          Map.entry("embed", Set.of("model", "json")),
          Map.entry("project", Set.of("model")),
          Map.entry("advice", Set.of("model")),
          Map.entry(
              "memory", Set.of("model", "json", "journal", "store", "index", "embed", "advice")),
          Map.entry("exchange", Set.of("model", "json", "memory")),
          Map.entry("sharing", Set.of("model", "memory")),
          Map.entry("briefing", Set.of("model")),
          Map.entry("tools", Set.of("model", "json", "briefing", "memory", "project")),
          Map.entry("mcp", Set.of("model", "json", "memory", "tools")),
          Map.entry(
              "bench", Set.of("model", "json", "index", "embed", "project", "memory", "tools")));

  /// What comes from outside, and the packages it is confined to.
  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          Map.entry("java.sql", Set.of("store", "exchange")),
          Map.entry("javax.sql", Set.of("store")),
          Map.entry("org.h2", Set.of("store")),
          Map.entry("org.sqlite", Set.of("exchange")),
          Map.entry("org.apache.ibatis", Set.of("store")),
          Map.entry("org.apache.lucene", Set.of("index")),
          Map.entry("org.tartarus.snowball", Set.of("index")),
          Map.entry("ai.djl", Set.of("embed")),
          Map.entry("ai.onnxruntime", Set.of("embed")),
          Map.entry("io.modelcontextprotocol", Set.of("mcp")),
          Map.entry("reactor", Set.of("mcp")),
          Map.entry("org.reactivestreams", Set.of("mcp")),
          Map.entry("tools.jackson", Set.of("json", "mcp", "sharing")),
          Map.entry("com.fasterxml.jackson.annotation", Set.of("sharing")),
          Map.entry("com.github.difflib", Set.of("memory")),
          Map.entry("jdk.jfr", Set.of("bench", "memory")),
          Map.entry("picocli", Set.of("cli")));

  /// What everyone may use.
  private static final List<String> COMMON =
      List.of("java", "javax", "org.slf4j", "org.jspecify", "com.google.errorprone.annotations");

  static {
    // Names are enough: reading all libraries too would take most of the time.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
  }

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void theRulesLookAtWhatThereIs() {
    assertThat(MAIN.size()).isGreaterThan(150);
    assertThat(TESTS.size()).isGreaterThan(20);
    assertThat(packages()).containsAll(ARROWS.keySet());
  }

  @Test
  void arrowsBetweenPackagesPointOneWay() {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass from : MAIN) {
      String home = packageOf(from);
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(to) && !SEE_ALL.contains(home) && !mayKnow(home, packageOf(to))) {
          wrong.add(home + " must not know " + packageOf(to) + ": " + dependency.getDescription());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static boolean mayKnow(String from, String to) {
    return from.equals(to) || ARROWS.getOrDefault(from, Set.of()).contains(to);
  }

  @Test
  void theTableOfArrowsHasNoCycle() {
    TreeSet<String> left = new TreeSet<>(ARROWS.keySet());
    while (!left.isEmpty()) {
      Predicate<String> knowsNoneLeft =
          name -> ARROWS.getOrDefault(name, Set.of()).stream().noneMatch(left::contains);

      assertThat(left.removeIf(knowsNoneLeft)).as("a cycle among %s", left).isTrue();
    }
  }

  @Test
  void everyPackageHasItsPlace() {
    assertThat(packages())
        .allMatch(name -> ARROWS.containsKey(name) || SEE_ALL.contains(name), "is in the table");
  }

  @Test
  void librariesKeepToTheirRooms() {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass from : MAIN) {
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (!to.isPrimitive() && !isOurs(to) && !isAllowed(packageOf(from), to.getPackageName())) {
          wrong.add(packageOf(from) + " must not use " + to.getName() + ": " + from.getName());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static boolean isAllowed(String from, String library) {
    return ROOMS.entrySet().stream()
        .filter(room -> isIn(library, room.getKey()))
        .findFirst()
        .map(room -> room.getValue().contains(from))
        .orElseGet(() -> COMMON.stream().anyMatch(name -> isIn(library, name)));
  }

  @Test
  void everyPackageIsNullMarked() {
    JavaPackage base = MAIN.getPackage(BASE);

    assertThat(Stream.concat(Stream.of(base), base.getSubpackagesInTree().stream()))
        .allMatch(each -> each.isAnnotatedWith(NullMarked.class), "is @NullMarked");
  }

  @Test
  void whatMayBeMissingIsNotAnOptionalInAFieldOrParameter() {
    Stream<String> fields =
        MAIN.stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> field.getRawType().isEquivalentTo(Optional.class))
            .map(field -> field.getFullName());
    Stream<String> parameters =
        MAIN.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(unit -> !unit.getName().startsWith("lambda$"))
            .filter(unit -> takes(unit, Optional.class))
            .map(unit -> unit.getFullName());

    assertThat(Stream.concat(fields, parameters)).isEmpty();
  }

  private static boolean takes(JavaCodeUnit unit, Class<?> type) {
    return unit.getRawParameterTypes().stream().anyMatch(each -> each.isEquivalentTo(type));
  }

  @Test
  void exceptionsAreOfAKind() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(MAIN);
  }

  @Test
  void whatLooksLikeATestIsRun() {
    assertThat(
            TESTS.stream()
                .filter(type -> type.getSimpleName().matches(".*(Test|IT|Contract)"))
                .flatMap(type -> type.getMethods().stream())
                .filter(ArchitectureTest::looksLikeATest)
                .filter(method -> method.getAnnotations().isEmpty())
                .map(JavaCodeUnit::getFullName))
        .isEmpty();
    assertThat(
            TESTS.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(ArchitectureTest::isTest)
                .map(JavaMethod::getOwner)
                .map(ArchitectureTest::outermost)
                .map(JavaClass::getSimpleName))
        .allMatch(name -> name.matches(".*(Test|IT|Contract)"), "is found by the build");
  }

  private static boolean looksLikeATest(JavaMethod method) {
    return method.getRawReturnType().isEquivalentTo(void.class)
        && method.getRawParameterTypes().isEmpty()
        && !method.getModifiers().contains(JavaModifier.PRIVATE)
        && !method.getModifiers().contains(JavaModifier.STATIC)
        && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
        && !method.getModifiers().contains(JavaModifier.ABSTRACT)
        // What others call is their helper.
        && method.getCallsOfSelf().isEmpty();
  }

  private static boolean isTest(JavaMethod method) {
    return method.getAnnotations().stream()
        .map(annotation -> annotation.getRawType().getName())
        .anyMatch(
            name -> name.matches("org\\.junit\\.jupiter\\..*(Test|TestFactory|TestTemplate)"));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  private static Set<String> packages() {
    TreeSet<String> names = new TreeSet<>();
    MAIN.forEach(type -> names.add(packageOf(type)));
    return names;
  }

  /// The first name below the base package; empty for the base package itself.
  private static String packageOf(JavaClass type) {
    String below = type.getPackageName().substring(BASE.length());
    return below.isEmpty() ? ROOT : below.substring(1).split("\\.", 2)[0];
  }

  private static boolean isOurs(JavaClass type) {
    return isIn(type.getPackageName(), BASE);
  }

  private static boolean isIn(String name, String ancestor) {
    return name.equals(ancestor) || name.startsWith(ancestor + ".");
  }
}
