package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a search finds, tells and refuses.
class SearchingTest extends MemoriesFixture {
  @Test
  void everyFieldIsSearched() {
    Memory memory =
        save(
            new Content(
                "alphaword",
                "betaword",
                List.of(new Task("gammaword")),
                List.of("deltaword"),
                List.of(new Decision("epsilonword", "zetaword", List.of("etaword - rejected"))),
                List.of(new Entity("ThetaService", "iotatype", "kappaword")),
                List.of("lambdaword"),
                List.of("muword"),
                List.of("nuword"),
                List.of("src/xifile.py")));

    for (String word :
        List.of(
            "alphaword",
            "betaword",
            "gammaword",
            "deltaword",
            "epsilonword",
            "zetaword",
            "etaword",
            "ThetaService",
            "iotatype",
            "kappaword",
            "lambdaword",
            "muword",
            "nuword",
            "xifile.py")) {
      assertThat(ids(search(word))).as(word).containsExactly(memory.id().value());
    }
  }

  @Test
  void aSearchSeesWhatWasAcknowledgedBeforeIt() {
    for (int i = 0; i < 20; i++) {
      Memory memory = save(Sample.context("unique" + i + "word"));

      assertThat(ids(search("unique" + i + "word"))).startsWith(memory.id().value());
    }
  }

  @Test
  void anotherProjectsMemoriesAreFoundOnlyWhenAskedFor() {
    Memory shop = save(Sample.context("zeppelin in the shop"));
    Memory bank = save(Sample.context("zeppelin in the bank"), Sample.BANK);

    Found all = done(memories.search(scoped("zeppelin", new Scope.All()), call()));
    Found named =
        done(memories.search(scoped("zeppelin", new Scope.Named("Bank", Sample.SHOP)), call()));

    assertThat(ids(search("zeppelin"))).containsExactly(shop.id().value());
    assertThat(search("zeppelin").searched()).isEqualTo(Sample.SHOP);
    assertThat(ids(all)).containsExactlyInAnyOrder(shop.id().value(), bank.id().value());
    assertThat(all.searched()).isNull();
    assertThat(ids(named)).containsExactly(bank.id().value());
    assertThat(named.searched()).isEqualTo(Sample.BANK);
  }

  private static SearchQuery scoped(String text, Scope scope) {
    return Sample.query(text, scope, 5, null, null);
  }

  @Test
  void anUnknownProjectIsRefusedWithTheNearestName() {
    save(Sample.context("x"), Sample.BANK);

    Problem problem =
        refused(memories.search(scoped("x", new Scope.Named("bnk", Sample.SHOP)), call()));

    assertThat(problem.code()).isEqualTo(Problem.Code.UNKNOWN_PROJECT);
    assertThat(problem.message()).contains("did you mean bank");
  }

  @Test
  void twoProjectsOfOneNameAreToldApart() {
    save(Sample.context("x"), new Project("/home/me/a/api", "api"));
    save(Sample.context("x"), new Project("/home/me/b/api", "api"));

    Problem problem =
        refused(memories.search(scoped("x", new Scope.Named("api", Sample.SHOP)), call()));

    assertThat(problem.code()).isEqualTo(Problem.Code.AMBIGUOUS_PROJECT);
    assertThat(problem.message()).contains("a/api").contains("b/api").doesNotContain("/home");
    assertThat(
            done(memories.search(scoped("x", new Scope.Named("a/api", Sample.SHOP)), call()))
                .searched())
        .isEqualTo(new Project("/home/me/a/api", "api"));
  }

  @Test
  void meaningIsFoundWithoutACommonWord() {
    Memory memory = save(Sample.context("car"));
    save(Sample.context("submarine"));
    awaitVectors();

    Found found = search("automobile");

    assertThat(ids(found)).containsExactly(memory.id().value());
    assertThat(found.hits().getFirst().reasons())
        .containsExactly(new Hit.Reason(Hit.Reason.Kind.MEANING, ""));
    assertThat(found.degraded()).isEmpty();
  }

  @Test
  void aHitSaysWhyAndWhere() {
    Memory memory =
        save(
            Sample.content(
                "Login flow",
                List.of(),
                List.of("Tokens expire at midnight"),
                List.of(),
                List.of(new Entity("AuthService", "service", null)),
                List.of("src/auth.py")));

    Found found =
        done(
            memories.search(
                Sample.query(
                    "AuthService tokens", new Scope.Current(Sample.SHOP), 5, "src/auth.py", null),
                call()));

    Hit hit = found.hits().getFirst();
    assertThat(hit.memory()).isEqualTo(memory);
    assertThat(memory.id().value()).startsWith(hit.shortId());
    assertThat(hit.band()).isEqualTo(Hit.Band.STRONG);
    assertThat(hit.reasons())
        .extracting(Hit.Reason::kind)
        .contains(Hit.Reason.Kind.ENTITY, Hit.Reason.Kind.WORDS, Hit.Reason.Kind.FILE);
    assertThat(hit.matched()).isNotNull();
    assertThat(found.total()).isEqualTo(1);
    assertThat(found.cursor()).isNull();
  }

  @Test
  void pagesOfASearchAreOneOrder() {
    Memory old = save(Sample.context("zeppelin zeppelin zeppelin"));
    for (int i = 0; i < 25; i++) {
      clock.advance(Duration.ofMinutes(1));
      save(Sample.context("zeppelin number " + i));
    }
    Memory newest = supersede(old, "a balloon");
    awaitVectors();
    Scope shop = new Scope.Current(Sample.SHOP);
    List<String> whole =
        ids(done(memories.search(Sample.query("zeppelin", shop, 50, null, null), call())));

    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      Found page = done(memories.search(Sample.query("zeppelin", shop, 3, null, cursor), call()));
      paged.addAll(ids(page));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(paged).isEqualTo(whole).doesNotHaveDuplicates().contains(newest.id().value());
  }

  @Test
  void theCurrentFileLiftsALinkedMemoryAboveAnEqualOne() {
    Memory linked = save(Sample.files("zeppelin engine", "src/engine.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory plain = save(Sample.context("zeppelin engine"));
    Scope shop = new Scope.Current(Sample.SHOP);

    Found without = search("zeppelin engine");
    Found with =
        done(
            memories.search(
                Sample.query("zeppelin engine", shop, 5, "src/engine.py", null), call()));

    assertThat(ids(without)).containsExactlyInAnyOrder(plain.id().value(), linked.id().value());
    assertThat(ids(with)).containsExactly(linked.id().value(), plain.id().value());
  }

  @Test
  void theFormerNameOfTheCurrentFileLiftsToo() {
    Memory linked = save(Sample.files("zeppelin engine", "src/motor.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory plain = save(Sample.context("zeppelin engine"));
    SearchQuery query =
        new SearchQuery(
            "zeppelin engine",
            new Scope.Current(Sample.SHOP),
            5,
            "src/engine.py",
            List.of(new FileQuery.OtherName("src/motor.py", true)),
            null,
            null,
            Set.of(),
            null,
            null);

    Found found = done(memories.search(query, call()));

    assertThat(ids(found)).containsExactly(linked.id().value(), plain.id().value());
    assertThat(found.hits().getFirst().reasons())
        .contains(new Hit.Reason(Hit.Reason.Kind.FILE, "was src/motor.py"));
  }

  @Test
  void thePagesOfASearchMissAndRepeatNothing() {
    Set<String> saved = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      saved.add(save(Sample.context("common word number " + i)).id().value());
    }
    awaitVectors();

    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Found page =
          done(
              memories.search(
                  Sample.query("common word", new Scope.Current(Sample.SHOP), 3, null, cursor),
                  call()));
      assertThat(page.total()).isEqualTo(7);
      walked.addAll(ids(page));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(walked).hasSize(7).containsExactlyInAnyOrderElementsOf(saved);
  }

  @Test
  void aBlankQuestionIsRefused() {
    assertThat(refused(memories.search(Sample.query("  "), call())).field()).isEqualTo("query");
  }

  @Test
  void anAnswerWithoutHitsSaysHowManyTheFiltersTookOut() {
    save(Sample.context("zeppelin"), Sample.BANK);
    save(Sample.context("submarine"));

    Found found = search("zeppelin");

    assertThat(found.hits()).isEmpty();
    assertThat(found.total()).isZero();
    assertThat(found.nothing()).isNotNull();
    assertThat(found.nothing().why()).isEqualTo(Found.Nothing.Why.FILTERED_OUT);
    assertThat(found.nothing().filteredOut()).isEqualTo(1);
  }

  @Test
  void wildcardsAndQuerySyntaxAreOnlyText() {
    Memory memory = save(Sample.context("100% of path/to_file"));
    save(Sample.context("nothing of the kind"));

    assertThat(ids(search("to_file"))).containsExactly(memory.id().value());
    assertThat(search("* OR +context:( \"").hits()).isEmpty();
  }
}
