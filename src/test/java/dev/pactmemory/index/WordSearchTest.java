package dev.pactmemory.index;

import static dev.pactmemory.index.TestMemories.ask;
import static dev.pactmemory.index.TestMemories.id;
import static dev.pactmemory.index.TestMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.index.Matches.Match;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What words find.
class WordSearchTest extends IndexFixture {
  @Test
  void aNameWrittenLikeAnyWordCountsAsOneAmongOthers() {
    put(
        memory(1).entity("Validator").context("Votes are counted " + "somewhere ".repeat(240)),
        memory(2).context("Each validator repeats its votes in the next block"));

    assertThat(found("votes of each validator")).containsExactly(id(2), id(1));
    assertThat(found("validator")).containsExactly(id(1), id(2));
  }

  @Test
  void aNameFindsItsEntityFirstAndEveryMemoryThatMentionsIt() {
    put(
        memory(1).lessons("AuthService AuthService AuthService retries, AuthService waits"),
        memory(2).entity("AuthService").context("A long talk about sessions, cookies and tokens"),
        memory(3).context("the auth service was slow"),
        memory(4).decision("Split the service for auth in two", null),
        memory(5).file("src/auth/AuthService.ts").goal("tidy up"),
        memory(6).context("nothing of the kind"));

    List<MemoryId> found = found("AuthService");

    assertThat(found.getFirst()).isEqualTo(id(2));
    assertThat(found).hasSize(5).doesNotContain(id(6));
    assertThat(found.subList(0, 3)).contains(id(1), id(2), id(5));
  }

  @Test
  void whatIsWrittenShortIsFoundWrittenLong() {
    put(
        memory(1).context("Kubernetes is too much for us"),
        memory(2).context("the repositories were split"),
        memory(3).context("authorization is checked at the gateway"),
        memory(4).context("k8s was upgraded"));

    assertThat(found("k8s")).containsExactly(id(4), id(1));
    assertThat(found("kubernetes")).containsExactly(id(1), id(4));
    assertThat(found("repos")).containsExactly(id(2));
    assertThat(found("authn")).isEmpty();
    assertThat(found("auth")).containsExactly(id(3));
    assertThat(evidence(ask("why no k8s")).terms()).containsExactly("k8s");
  }

  @Test
  void whatMeansTheSameIsFoundBelowWhatSaysIt() {
    put(
        memory(1).context("the proposal was declined"),
        memory(2).context("the proposal was rejected"),
        memory(3).context("the proposal was rejected and declined, declined and rejected"),
        memory(4).context("users sign on through the identity provider by SSO"),
        memory(5).context("nothing of the kind"),
        memory(6).context("authentication moved to Keycloak"));

    assertThat(found("declined proposal").getLast()).isEqualTo(id(2));
    assertThat(found("declining").getLast()).isEqualTo(id(2));
    assertThat(found("single sign on")).containsExactly(id(4));
    assertThat(evidence(ask("single sign on")).terms())
        .containsExactly("single (in other words)", "sign");
    assertThat(found("how do users log in")).contains(id(6));
    List<Match> both = search(ask("declined")).matches();
    assertThat(both).hasSize(3);
    assertThat(both.getFirst().textScore()).isLessThanOrEqualTo(1);
  }

  @Test
  void whatIsSaidEverywhereStandsForLittle() {
    for (int i = 10; i < 30; i++) {
      put(memory(i).context("the proposal was rejected"));
    }
    put(memory(1).context("the proposal was refused"), memory(2).context("who declined"));

    List<Match> matches = search(ask("declined proposal")).matches();

    assertThat(matches.getFirst().id()).isIn(id(1), id(2));
    assertThat(search(ask("declined")).matches().get(1).id()).isEqualTo(id(1));
    assertThat(search(ask("declined")).matches().get(1).textScore())
        .isGreaterThan(2 * search(ask("declined")).matches().get(2).textScore());
  }

  @Test
  void aLongTextIsNotReworded() {
    put(memory(1).context("the proposal was rejected"));
    String text = "one two three four five ".repeat(10);

    assertThat(found("decline")).containsExactly(id(1));
    assertThat(found(text + "decline")).isEmpty();
  }

  @Test
  void whatIsLinkedToTheFileThatIsNamedComesFirst() {
    put(
        memory(1).file("command/meta_backend.go").context("states are locked"),
        memory(2).context("background for all the changes of the year, and their background"),
        memory(3).context("command/meta_backend.go and command/meta_backend.go again"));

    assertThat(found("changes in command/meta_backend.go").getFirst()).isEqualTo(id(1));
    assertThat(found("meta_backend.go").getFirst()).isEqualTo(id(1));
    assertThat(search(ask("command/meta_backend.go")).matches().getFirst().textScore())
        .isLessThanOrEqualTo(1);
  }

  @Test
  void aNameSaidOnceInALongMemoryIsSaid() {
    String talk = "other words about the matter ".repeat(400);
    put(
        memory(1).context(talk + "command/meta_backend.go"),
        memory(2).context("backend of command/meta_backend.go and command/meta_backend.go"));

    List<Match> matches = search(ask("command/meta_backend.go")).matches();

    assertThat(matches).extracting(Match::id).containsExactly(id(2), id(1));
    assertThat(matches.getLast().textScore()).isGreaterThan(0.7);
  }

  @Test
  void theSameNameIsFoundInAnySpelling() {
    put(memory(1).entity("AuthService"), memory(2).context("billing"));

    assertThat(found("authservice")).containsExactly(id(1));
    assertThat(found("auth service")).containsExactly(id(1));
    assertThat(found("auth_service")).containsExactly(id(1));
    assertThat(found("AUTH-SERVICE")).containsExactly(id(1));
    assertThat(evidence(ask("how does the auth service work?")).entities())
        .containsExactly("AuthService");
  }

  @Test
  void aNameWrittenAsOneFindsItWrittenApart() {
    put(memory(1).context("the payment gateway times out"), memory(2).context("billing"));

    assertThat(found("paymentgateway")).containsExactly(id(1));
    assertThat(found("PaymentGateway")).containsExactly(id(1));
  }

  @Test
  void theExactSpellingOfANameComesBeforeAnother() {
    put(
        memory(1).context("the auth_service table"),
        memory(2).context("the AuthService class"),
        memory(3).context("the auth-service host"));

    assertThat(found("auth_service").getFirst()).isEqualTo(id(1));
    assertThat(found("AuthService").getFirst()).isEqualTo(id(2));
    assertThat(found("auth-service").getFirst()).isEqualTo(id(3));
  }

  @Test
  void pathsAreFoundByWholeByNameAndByWord() {
    put(
        memory(1).file("src/auth/TokenStore.java"),
        memory(2).file("src/cart/CartStore.java"),
        memory(3).context("see src/auth/TokenStore.java"));

    assertThat(found("src/auth/TokenStore.java").subList(0, 2))
        .containsExactlyInAnyOrder(id(1), id(3));
    assertThat(found("TokenStore.java").subList(0, 2)).containsExactlyInAnyOrder(id(1), id(3));
    assertThat(found("token")).containsExactlyInAnyOrder(id(1), id(3));
    assertThat(found("src\\cart\\CartStore.java").getFirst()).isEqualTo(id(2));
  }

  @Test
  void versionsNumbersAndErrorCodesAreFoundExactly() {
    put(
        memory(1).context("pinned onnxruntime 1.28.0"),
        memory(2).context("not onnxruntime 1.29.0"),
        memory(3).lessons("ORA-00942 means the table is missing"),
        memory(4).lessons("ORA-00955 means the name is taken"),
        memory(5).context("fixed in #234"),
        memory(6).context("fixed in #235"));

    assertThat(found("1.28.0")).containsExactly(id(1));
    assertThat(found("1.29")).containsExactly(id(2));
    assertThat(found("ORA-00942").getFirst()).isEqualTo(id(3));
    assertThat(found("00955")).containsExactly(id(4));
    assertThat(found("#234")).containsExactly(id(5));
    assertThat(found("235")).containsExactly(id(6));
    assertThat(found("#236")).isEmpty();
    assertThat(found("1.27.0")).isEmpty();
  }

  @Test
  void mistypedWordsAreFound() {
    put(
        memory(1).context("Kubernetes deployment of the gateway"),
        memory(2).context("cats and dogs"));

    assertThat(found("kubernets")).containsExactly(id(1));
    assertThat(found("deploymnet")).containsExactly(id(1));
    assertThat(found("gatway")).containsExactly(id(1));
    assertThat(found("bats")).isEmpty();
  }

  @Test
  void aWordThatIsKnownIsNotTakenForAMistypedOne() {
    put(memory(1).context("the cart is empty"), memory(2).context("the card is blocked"));

    assertThat(found("cart")).containsExactly(id(1));
  }

  @Test
  void otherLanguagesAreFound() {
    put(
        memory(1).context("認証サービスのタイムアウトを修正した"),
        memory(2).context("使用Redis作为缓存"),
        memory(3).context("Größenänderung der Straßenkarte"),
        memory(4).context("Le schéma est créé à l'été"),
        memory(5).context("Миграция базы данных на новый сервер, ёмкость"),
        memory(6).context("인증 서비스를 고쳤다"));

    assertThat(found("認証")).containsExactly(id(1));
    assertThat(found("タイムアウト")).containsExactly(id(1));
    assertThat(found("缓存")).containsExactly(id(2));
    assertThat(found("redis")).containsExactly(id(2));
    assertThat(found("grossenanderung")).containsExactly(id(3));
    assertThat(found("STRASSENKARTE")).containsExactly(id(3));
    assertThat(found("schema cree")).containsExactly(id(4));
    assertThat(found("l’été")).containsExactly(id(4));
    assertThat(found("МИГРАЦИЯ")).containsExactly(id(5));
    assertThat(found("миграции")).containsExactly(id(5));
    assertThat(found("емкость")).containsExactly(id(5));
    assertThat(found("인증")).containsExactly(id(6));
    assertThat(evidence(ask("認証 の 修正")).terms()).containsExactly("認証", "修正");
  }

  @Test
  void orderOfWordsAndTheFieldTheyStandInDoNotMatter() {
    put(
        memory(1).context("checkout").decision("Use PostgreSQL", "joins").lessons("beware locks"),
        memory(2).context("checkout"));

    List<MemoryId> found = found("locks postgresql checkout");

    assertThat(found.getFirst()).isEqualTo(id(1));
    assertThat(found("checkout locks postgresql")).isEqualTo(found);
  }

  @Test
  void addingAWordNeverLosesWhatWasFound() {
    put(memory(1).context("retry with backoff"), memory(2).context("billing"));

    assertThat(found("backoff")).containsExactly(id(1));
    assertThat(found("backoff zzyzx").getFirst()).isEqualTo(id(1));
    assertThat(found("backoff of the quux frobnicator zzyzx").getFirst()).isEqualTo(id(1));
  }

  @Test
  void moreOfTheWordsIsBetterThanMoreOfOne() {
    put(
        memory(1).lessons("cache cache cache cache cache"),
        memory(2).lessons("cache invalidation"),
        memory(3).lessons("invalidation of leases"));

    assertThat(found("cache invalidation").getFirst()).isEqualTo(id(2));
  }

  @Test
  void inflectedWordsAreFoundAndTheWordItselfComesFirst() {
    put(memory(1).context("we migrate tables"), memory(2).context("the migrations ran"));

    assertThat(found("migrations")).containsExactly(id(2), id(1));
    assertThat(found("migrate")).containsExactly(id(1), id(2));
  }

  @Test
  void namesOfKeysAreNoText() {
    put(
        memory(1).decision("Use Kafka", "throughput", "RabbitMQ").task("write docs"),
        memory(2).context("the rationale of past decisions"));

    assertThat(found("decisions")).containsExactly(id(2));
    assertThat(found("rationale")).containsExactly(id(2));
    assertThat(found("alternatives")).isEmpty();
    assertThat(found("pending")).isEmpty();
  }

  @Test
  void wordsThatSayNothingFindNothing() {
    put(memory(1).context("what is it that we do with this?"));

    assertThat(found("what is it")).isEmpty();
    assertThat(found("")).isEmpty();
    assertThat(found(" \n\t ")).isEmpty();
    assertThat(found("?!.,;:-_/\\()[]{}'\"`~@#$%^&*+=|<>")).isEmpty();
  }

  @Test
  void aWordThatOccursNowhereFindsNothing() {
    put(memory(1).context("retry with backoff"));

    Matches matches = search(ask("zzyzx"));

    assertThat(matches).isEqualTo(new Matches(List.of(), 0, 0, List.of()));
  }

  @Test
  void syntaxOfQueryLanguagesIsText() {
    put(memory(1).context("retry with backoff"), memory(2).context("NOT NULL"));

    for (String syntax :
        List.of(
            "+retry",
            "retry~2",
            "context:retry",
            "(retry",
            "\"retry",
            "retry*",
            "[a TO retry]",
            "retry AND NOT",
            "*:* retry",
            "/retry/",
            "retry^3",
            "\\retry",
            "-retry")) {
      assertThat(found(syntax)).as(syntax).contains(id(1));
    }
  }

  @Test
  void scoresAreSharesOfWhatTheQuestionWeighs() {
    put(memory(1).context("retry with backoff"), memory(2).context("retry at once"));

    Matches.Match both = first(ask("retry backoff"));
    Matches.Match half = search(ask("retry zzyzx")).matches().getFirst();

    assertThat(both.score()).isBetween(0.4, 1.0).isEqualTo(both.textScore());
    assertThat(half.score()).isLessThan(both.score() / 1.5).isPositive();
    assertThat(evidence(ask("retry backoff")).terms()).containsExactly("retry", "backoff");
    assertThat(evidence(ask("retry zzyzx")).terms()).containsExactly("retry");
  }

  @Test
  void fieldsRestrictWhereWordsAreLookedFor() {
    put(
        memory(1).context("postgres").decision("Use Kafka", "throughput"),
        memory(2).context("kafka").decision("Use postgres", "joins"));

    assertThat(found(ask("postgres").fields(Field.DECISIONS))).containsExactly(id(2));
    assertThat(found(ask("postgres").fields(Field.CONTEXT))).containsExactly(id(1));
    assertThat(found(ask("postgres").fields(Field.CONTEXT, Field.DECISIONS))).hasSize(2);
    assertThat(evidence(ask("joins").fields(Field.DECISIONS)).field()).isEqualTo(Field.DECISIONS);
    assertThat(search(ask("postgres").fields(Field.GOAL)).filteredOut()).isEqualTo(2);
  }

  @Test
  void equalMemoriesComeNewestFirstThenById() {
    put(
        memory(3).context("same words"),
        memory(1).context("same words"),
        memory(2).context("same words").updated(TestMemories.NOON.plusSeconds(1)));

    assertThat(found("same words")).containsExactly(id(2), id(1), id(3));
    assertThat(found(ask("same words").count(1))).containsExactly(id(2));
    assertThat(search(ask("same words").count(1)).total()).isEqualTo(3);
  }

  @Test
  void anyTextIsAQuestion() {
    put(memory(1).context("retry with backoff é 認証 #234 src/a/B.java"));
    Random random = new Random(42);
    String signs = "retry backoff #234 src/B.java +-!(){}[]^\"~*?:\\/ AND é認\uD83D\uDE00\uD800\0";
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        text.append(
            random.nextInt(4) > 0
                ? signs.charAt(random.nextInt(signs.length()))
                : (char) random.nextInt(0x10000));
      }
      Matches matches = search(ask(text.toString()));

      assertThat(matches.matches()).as(text.toString()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void aVeryLongQuestionIsAnswered() {
    put(memory(1).context("retry with backoff"), memory(2).context("billing"));
    StringBuilder log = new StringBuilder();
    Random random = new Random(1);
    while (log.length() < 100_000) {
      log.append("at dev.shop.Frame").append(random.nextInt(1_000_000)).append("(Frame.java) ");
    }

    assertThat(found("backoff " + log).getFirst()).isEqualTo(id(1));
    assertThat(found("x".repeat(100_000))).isEmpty();
    assertThat(found("a-".repeat(50_000))).isEmpty();
    assertThat(found("認証".repeat(30_000))).isEmpty();
  }

  @Test
  void aQuestionOfManyKnownWordsIsAnswered() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append("word").append((char) ('a' + i % 26)).append((char) ('a' + i / 26)).append(' ');
    }
    put(memory(1).context(text.toString()).lessons(text.toString()).goal(text.toString()));

    assertThat(found(text.toString())).containsExactly(id(1));
  }
}
