package dev.pactmemory.exchange;

import dev.pactmemory.exchange.Imported.Finding;
import dev.pactmemory.memory.Intake;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes the memories of a file in. What cannot be taken in is named and passed over; the rest
/// comes in all the same.
public final class Import implements Source.Receiver {
  private static final int PROGRESS_EVERY = 100;

  private final Intake intake;
  private final Consumer<String> progress;
  private final List<Finding> leftOut = new ArrayList<>();
  private final List<Finding> notes = new ArrayList<>();
  private int read;
  private int memories;
  private int revisions;
  private int alreadyThere;

  private Import(Intake intake, Consumer<String> progress) {
    this.intake = intake;
    this.progress = progress;
  }

  /// Takes in what is in a file.
  ///
  /// @param format null to tell it by the file itself
  /// @param owners whose the memories are
  /// @param cache a directory for what reading needs for a while
  /// @param progress told a line now and then
  /// @return refused if the file is no such file
  /// @throws MemoryException if the file cannot be read, or the disk takes no more; what was taken
  ///   in before stays
  public static Outcome<Imported> of(
      Path file,
      @Nullable Format format,
      Owners owners,
      Path cache,
      Intake intake,
      Consumer<String> progress) {
    try {
      Format told = format == null ? Detection.of(file) : format;
      Source source =
          switch (told) {
            case EXPORT -> new ExportedLines(file);
            case PACT -> new PactStore(file, owners, cache);
            case SERVER_MEMORY -> new KnowledgeGraph(file, owners);
            case CLAUDE -> new ClaudeFiles(file, owners);
          };
      Import taken = new Import(intake, progress);
      source.read(taken);
      return Outcome.done(
          new Imported(
              told,
              taken.memories,
              taken.revisions,
              taken.alreadyThere,
              taken.leftOut,
              taken.notes));
    } catch (Source.Unreadable e) {
      return Outcome.refused(
          new Problem(Problem.Code.INVALID_VALUE, "FILE", String.valueOf(e.getMessage())));
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new MemoryException(MemoryException.Code.IO_ERROR, "there is no such file", e);
    } catch (IOException e) {
      throw MemoryException.of(e, "the file could not be read");
    }
  }

  @Override
  public void history(String where, List<Memory> history) {
    taken(where, intake.takeHistory(history));
  }

  @Override
  public void state(String where, Memory memory) {
    taken(where, intake.takeState(memory));
  }

  private void taken(String where, Intake.Taken taken) {
    switch (taken) {
      case Intake.Taken.Added(int added) -> {
        memories++;
        revisions += added;
      }
      case Intake.Taken.AlreadyThere() -> alreadyThere++;
      case Intake.Taken.Refused(String why) -> leftOut.add(new Finding(where, why));
    }
    counted();
  }

  @Override
  public void leaveOut(String where, String why) {
    leftOut.add(new Finding(where, why));
    counted();
  }

  @Override
  public void note(String where, String what) {
    notes.add(new Finding(where, what));
  }

  private void counted() {
    read++;
    if (read % PROGRESS_EVERY == 0) {
      progress.accept(String.format(Locale.ROOT, "%d read, %d taken in", read, memories));
    }
  }
}
