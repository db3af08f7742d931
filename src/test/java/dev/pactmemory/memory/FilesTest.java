package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Memories found by file, and files tracked for the next save.
class FilesTest extends MemoriesFixture {
  @Test
  void aMemoryIsFoundByItsFilesAndByEntitiesOfTypeFile() {
    Memory linked = save(Sample.files("linked", "src/a.py", "src/b.py"));
    clock.advance(Duration.ofSeconds(1));
    Memory named = save(Sample.entities(new Entity("src/a.py", "file", null)));
    clock.advance(Duration.ofSeconds(1));
    Memory near = save(Sample.files("co-linked", "src/b.py"));
    clock.advance(Duration.ofSeconds(1));
    Memory neighbour = save(Sample.files("same directory", "src/c.py"));
    save(Sample.files("elsewhere", "docs/readme.md"));
    save(Sample.files("other project", "src/a.py"), Sample.BANK);

    Found found = done(memories.searchByFile(Sample.file("src/a.py"), call()));

    assertThat(ids(found))
        .containsExactly(
            named.id().value(), linked.id().value(), near.id().value(), neighbour.id().value());
    assertThat(found.hits())
        .extracting(hit -> hit.reasons().getFirst().kind())
        .containsExactly(
            Hit.Reason.Kind.FILE,
            Hit.Reason.Kind.FILE,
            Hit.Reason.Kind.CO_LINKED_FILE,
            Hit.Reason.Kind.SAME_DIRECTORY);
  }

  @Test
  void thePagesOfAFileMissAndRepeatNothing() {
    List<String> saved = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(1));
      saved.addFirst(save(Sample.files("memory " + i, "src/a.py")).id().value());
    }

    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Found page =
          done(
              memories.searchByFile(
                  new FileQuery("src/a.py", new Scope.Current(Sample.SHOP), 2, cursor), call()));
      assertThat(page.total()).isEqualTo(5);
      walked.addAll(ids(page));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(walked).isEqualTo(saved);
  }

  @Test
  void anUnknownFileIsAnsweredWithNothing() {
    save(Sample.files("x", "src/a.py"));

    Found found = done(memories.searchByFile(Sample.file("docs/unknown.md"), call()));

    assertThat(found.hits()).isEmpty();
    assertThat(found.nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.NO_MATCH, 0, List.of()));
  }

  @Test
  void trackedFilesAreLinkedToASaveUnlessItSaysNo() {
    track("src/a.py", "src/b.py");

    Saved with = done(memories.save(Sample.draft(Sample.files("x", "src/b.py")), call()));
    Draft alone =
        new Draft(
            Sample.files("y", "src/c.py"),
            List.of(),
            new Scope.Current(Sample.SHOP),
            Sample.SESSION,
            false);
    Saved without = done(memories.save(alone, call()));

    assertThat(with.memory().content().files()).containsExactlyInAnyOrder("src/a.py", "src/b.py");
    assertThat(with.linkedFiles()).isEqualTo(2);
    assertThat(without.memory().content().files()).containsExactly("src/c.py");
    assertThat(track()).extracting(TrackedFile::path).containsExactly("src/a.py", "src/b.py");
  }

  @Test
  void aFileTrackedAgainIsOneFileSeenLater() {
    Instant first = clock.instant();
    track("src/a.py");
    clock.advance(Duration.ofMinutes(5));

    List<TrackedFile> tracked = track("src/a.py", "src/b.py");

    assertThat(tracked)
        .containsExactly(
            new TrackedFile("src/a.py", first, clock.instant()),
            new TrackedFile("src/b.py", clock.instant(), clock.instant()));
  }

  @Test
  void aBurstOfSightingsIsWrittenOnce() {
    track("src/a.py");
    long changes = status().changes();
    clock.advance(Duration.ofSeconds(10));

    track("src/a.py");

    assertThat(status().changes()).isEqualTo(changes);
  }

  @Test
  void trackedFilesAreRemovedAndClearedAndBelongToOneSession() {
    track("src/a.py", "src/b.py", "src/c.py");

    List<TrackedFile> removed =
        done(
            memories.track(
                new Tracking(Sample.SHOP, Sample.SESSION, List.of(), List.of("src/b.py"), false),
                call()));
    List<TrackedFile> other =
        done(
            memories.track(
                new Tracking(Sample.SHOP, new SessionId("other"), List.of(), List.of(), false),
                call()));
    List<TrackedFile> cleared =
        done(
            memories.track(
                new Tracking(Sample.SHOP, Sample.SESSION, List.of("src/d.py"), List.of(), true),
                call()));

    assertThat(removed).extracting(TrackedFile::path).containsExactly("src/a.py", "src/c.py");
    assertThat(other).isEmpty();
    assertThat(cleared).extracting(TrackedFile::path).containsExactly("src/d.py");
  }
}
