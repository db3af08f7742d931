package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.History;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123456Z");
  private static final Project SHOP = new Project("/src/shop", "shop");
  private static final SessionId SESSION = new SessionId("s1");
  private static final MemoryId ID = new MemoryId("0123456789abcdef0123456789abcdef");
  private static final Content CONTENT =
      new Content(
          "context \u00e9 \ud83d\ude00",
          null,
          List.of(new Task("do", "pending", "high")),
          List.of("lesson"),
          List.of(new Decision("use H2", null, List.of("other"))),
          List.of(new Entity("Shop", "service", null)),
          List.of(),
          List.of("agreed"),
          List.of(),
          List.of("src/a.py"));
  private static final Memory MEMORY =
      new Memory(ID, CONTENT, List.of(ID), SHOP, SESSION, NOON, NOON, new SessionId("s2"), 3);

  static Stream<Request<?>> requests() {
    Scope named = new Scope.Named("other", SHOP);
    return Stream.of(
        new Request.Save(
            new Draft(CONTENT, List.of("abc123"), new Scope.Current(SHOP), SESSION, true)),
        new Request.Search(
            new SearchQuery(
                "q",
                new Scope.All(),
                5,
                "a.py",
                List.of(new FileQuery.OtherName("b.py", true)),
                NOON,
                null,
                Set.of(Field.GOAL),
                null,
                "c")),
        new Request.SearchByFile(
            new FileQuery("a.py", List.of(new FileQuery.OtherName("b.py", true)), named, 3, null)),
        new Request.Amend(
            new Update(
                "abc123",
                CONTENT,
                Set.of(Field.CONTEXT),
                Update.Mode.REPLACE,
                Content.EMPTY,
                List.of(),
                OptionalInt.of(2))),
        new Request.Get(List.of("abc123"), OptionalInt.empty()),
        new Request.Walk(
            new ListQuery(named, SESSION, null, NOON, Set.of(Field.DECISIONS), true, 9, null)),
        new Request.Name(new NamesQuery(NamesQuery.Kind.FILE, "src", named, 7)),
        new Request.Tasks(
            new ListQuery(named, SESSION, null, NOON, Set.of(Field.DECISIONS), true, 9, null)),
        new Request.Decisions(
            new DecisionQuery("auth", "A", "a.py", NOON, null, new Scope.All(), 3, "c")),
        new Request.Entities(new EntityQuery(null, "service", named, 3, null)),
        new Request.Recount("abc123"),
        new Request.Delete("abc123"),
        new Request.Restore("abc123", SESSION),
        new Request.TakeIn(new Offer(MEMORY, Offer.Kind.STATE, true)),
        new Request.Track(new Tracking(SHOP, SESSION, List.of("a"), List.of("b"), true)),
        new Request.Examine(),
        new Request.Ask());
  }

  static Stream<Object[]> answers() {
    Hit hit =
        new Hit(
            MEMORY,
            "0123456",
            0.5,
            Hit.Band.STRONG,
            List.of(new Hit.Reason(Hit.Reason.Kind.WORDS, "h2")),
            new Hit.Matched(Field.DECISIONS, "use H2"),
            new Hit.Later("89abcde", Hit.Later.Ground.SUPERSEDES),
            new Hit.Parts(0.4, 0.8, 0.2, 0.15));
    Problem problem = new Problem(Problem.Code.NOT_FOUND, "ids", "no such memory");
    return Stream.of(
        new Object[] {
          new Request.Delete("x").answer(), new Deleted(ID, 4),
        },
        new Object[] {
          new Request.TakeIn(new Offer(MEMORY, Offer.Kind.REVISION, false)).answer(),
          Offer.Result.NEWER_HERE,
        },
        new Object[] {
          new Request.Walk(
                  new ListQuery(new Scope.All(), null, null, null, Set.of(), false, 1, null))
              .answer(),
          new Found(List.of(hit), 7, "next", SHOP, Set.of(Degradation.MODEL_LOADING), null)
        },
        new Object[] {
          new Request.SearchByFile(new FileQuery("a", new Scope.All(), 1, null)).answer(),
          new Found(
              List.of(),
              0,
              null,
              null,
              Set.of(),
              new Found.Nothing(Found.Nothing.Why.NO_MATCH, 2, List.of("title")))
        },
        new Object[] {
          new Request.Tasks(
                  new ListQuery(new Scope.All(), null, null, null, Set.of(), true, 1, null))
              .answer(),
          new Page<>(
              List.of(new OpenTask(ID, "0123456", SHOP, new Task("do", "pending", "high"), NOON)),
              1,
              null,
              SHOP,
              Set.of())
        },
        new Object[] {
          new Request.Decisions(
                  new DecisionQuery(null, null, null, null, null, new Scope.All(), 3, null))
              .answer(),
          new Page<>(
              List.of(
                  new LoggedDecision(
                      ID,
                      "0123456",
                      SHOP,
                      new Decision("use H2", null, List.of("other")),
                      NOON,
                      2,
                      List.of("abcdef0"),
                      new LoggedDecision.Replacement("0123456", OptionalInt.of(3)))),
              7,
              "next",
              null,
              Set.of(Degradation.MODEL_LOADING))
        },
        new Object[] {
          new Request.Entities(new EntityQuery("A", null, new Scope.All(), 3, null)).answer(),
          new Page<>(
              List.of(
                  new KnownEntity(
                      "A",
                      SHOP,
                      2,
                      List.of(new KnownEntity.Counted("service", 2)),
                      List.of(new KnownEntity.Note(ID, "0123456", NOON, null, "note")),
                      List.of(new KnownEntity.Counted("B", 1)),
                      List.of())),
              1,
              null,
              SHOP,
              Set.of())
        },
        new Object[] {
          new Request.Recount("x").answer(),
          new History(
              ID,
              SHOP,
              SESSION,
              true,
              List.of(new History.Revision(2, NOON, SESSION, List.of("+ goal: g"))),
              2)
        },
        new Object[] {
          new Request.Get(List.of("x"), OptionalInt.empty()).answer(),
          new Got(List.of(MEMORY), List.of(problem), java.util.Map.of(ID.value(), "0123456"))
        },
        new Object[] {
          new Request.Save(new Draft(CONTENT, List.of(), new Scope.Current(SHOP), SESSION, false))
              .answer(),
          new Saved(
              MEMORY,
              true,
              2,
              List.of("hint"),
              List.of(
                  new Advice(Advice.Code.TOO_VAGUE, Advice.Severity.WARNING, "fix"),
                  new Advice(Advice.Code.NEAR_DUPLICATE, Advice.Severity.HINT, "fix", "0123456")),
              Set.of(Degradation.VECTORS_PENDING))
        },
        new Object[] {
          new Request.Track(new Tracking(SHOP, SESSION, List.of(), List.of(), false)).answer(),
          List.of(new TrackedFile("a.py", NOON, NOON))
        },
        new Object[] {
          new Request.Name(new NamesQuery(NamesQuery.Kind.ENTITY, "", new Scope.All(), 1)).answer(),
          new Names(List.of("Redis"), 3)
        },
        new Object[] {
          new Request.Examine().answer(),
          List.of(Finding.good("index", "as it should be"), Finding.bad("store", "is not", "do"))
        },
        new Object[] {
          new Request.Ask().answer(),
          new Status(
              "1",
              "home",
              3,
              List.of(new Status.ProjectCount(SHOP, 3)),
              9,
              3,
              2,
              null,
              "loading",
              "leader",
              Set.of())
        });
  }

  @ParameterizedTest
  @MethodSource("requests")
  void everyRequestArrivesAsItWasSent(Request<?> request) throws Exception {
    Frame.Call sent = new Frame.Call(7, "request-1", 1_500, request);

    assertThat(throughTheWire(sent)).isEqualTo(sent);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyAnswerArrivesAsItWasSent(tools.jackson.core.type.TypeReference<?> type, Object value)
      throws Exception {
    Frame arrived = throughTheWire(new Frame.Done(7, Wire.tree(value)));

    assertThat(arrived).isInstanceOf(Frame.Done.class);
    assertThat((Object) Wire.value(((Frame.Done) arrived).value(), type)).isEqualTo(value);
  }

  @Test
  void theOtherFramesArriveAsTheyWereSent() throws Exception {
    for (Frame frame :
        List.of(
            new Frame.Hello(1, "0.1.0", 4711),
            new Frame.Cancel(3),
            new Frame.Refused(3, new Problem(Problem.Code.TOO_LONG, null, "too long")),
            new Frame.Failed(3, MemoryException.Code.DISK_FULL, "full"),
            new Frame.News(
                new Changed(ID, SHOP, true, false, Set.of("authservice"), Set.of("src/a.py"))),
            new Frame.News(Changed.ANYTHING),
            new Frame.Ping(),
            new Frame.Pong())) {
      assertThat(throughTheWire(frame)).isEqualTo(frame);
    }
  }

  @Test
  void aLengthOutOfBoundsIsRefusedBeforeAnythingIsAllocated() {
    byte[] huge = ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array();
    byte[] negative = ByteBuffer.allocate(4).putInt(-1).array();

    assertThatThrownBy(() -> read(huge)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(negative)).isInstanceOf(IOException.class);
  }

  @Test
  void halfAFrameAndGarbageAreRefused() throws Exception {
    byte[] whole = bytes(new Frame.Ping());
    byte[] half = java.util.Arrays.copyOf(whole, whole.length - 1);
    byte[] garbage = ByteBuffer.allocate(8).putInt(4).put(new byte[] {1, 2, 3, 4}).array();

    assertThatThrownBy(() -> read(half)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(garbage)).isInstanceOf(IOException.class);
    assertThat(read(new byte[0])).isNull();
  }

  private static Frame throughTheWire(Frame frame) throws IOException {
    Frame arrived = read(bytes(frame));
    assertThat(arrived).isNotNull();
    return arrived;
  }

  private static byte[] bytes(Frame frame) throws IOException {
    ByteBuffer encoded = Wire.encode(frame);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static @org.jspecify.annotations.Nullable Frame read(byte[] bytes) throws IOException {
    return Wire.read(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }
}
