package dev.pactmemory.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pactmemory.memory.FileWatch.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Records what a home's files are told, and makes the disk as it may be found when the power goes
/// at any point of the record.
///
/// What was forced is there. Of what was not, see [Loss]. Names made, changed and taken away since
/// the directory was last forced, where it ever is, are there up to any one of them.
final class DiskTape implements FileWatch {
  private static final int SECTOR = 512;
  private static final int BLOCK = 4096;

  /// How a disk treats what was written and not forced.
  enum Loss {
    /// It is all there.
    NOTHING,
    /// As before, but for the last write, of which some sectors are there.
    TORN,
    /// Of each block, any of its states since it was forced.
    ANY_BLOCK
  }

  @GuardedBy("this")
  private final List<Op> ops = new ArrayList<>();

  @Override
  public synchronized void before(Op op) {
    ops.add(op);
  }

  synchronized int length() {
    return ops.size();
  }

  /// Makes the files as they may be after the first `length` operations.
  ///
  /// @param home that was recorded
  /// @param to where its files are made
  synchronized void image(int length, Loss loss, RandomGenerator random, Path home, Path to)
      throws IOException {
    Map<Path, Integer> ends = ends(length, loss, random);
    Map<Path, Content> now = new HashMap<>();
    Map<Path, Content> kept = new HashMap<>();
    for (int i = 0; i < length; i++) {
      switch (ops.get(i)) {
        case Op.Create(Path file) -> {
          Content content = new Content();
          now.put(file, content);
          if (isBefore(ends, file, i)) {
            kept.put(file, content);
          }
        }
        case Op.Rename(Path file, Path target) -> {
          rename(now, file, target);
          if (isBefore(ends, file, i)) {
            rename(kept, file, target);
          }
        }
        case Op.Delete(Path file) -> {
          now.remove(file);
          if (isBefore(ends, file, i)) {
            kept.remove(file);
          }
        }
        case Op.Write write -> content(now, write.file()).unforced.add(write);
        case Op.Truncate truncate -> content(now, truncate.file()).unforced.add(truncate);
        case Op.Force(Path file) -> content(now, file).force();
        case Op.ForceDirectory _ -> {}
      }
    }
    Op last = length == 0 ? null : ops.get(length - 1);
    for (Map.Entry<Path, Content> file : kept.entrySet()) {
      Path copy = to.resolve(home.relativize(file.getKey()).toString());
      Files.createDirectories(copy.getParent());
      Files.write(copy, file.getValue().after(loss, last, random));
    }
  }

  private static Content content(Map<Path, Content> files, Path file) {
    // A database that a file of another name was moved from is seen again without being made.
    return files.computeIfAbsent(file, _ -> new Content());
  }

  private static void rename(Map<Path, Content> files, Path from, Path to) {
    for (Path file : List.copyOf(files.keySet())) {
      if (file.startsWith(from)) {
        Content content = files.remove(file);
        if (content != null) {
          files.put(to.resolve(from.relativize(file)), content);
        }
      }
    }
  }

  /// Up to which operation names are kept, for the directories that were forced.
  @GuardedBy("this")
  private Map<Path, Integer> ends(int length, Loss loss, RandomGenerator random) {
    Map<Path, Integer> ends = new HashMap<>();
    for (int i = 0; i < length; i++) {
      if (ops.get(i) instanceof Op.ForceDirectory(Path directory)) {
        ends.put(directory, i);
      }
    }
    ends.replaceAll(
        (_, forced) -> loss == Loss.NOTHING ? length : random.nextInt(forced, length + 1));
    return ends;
  }

  private static boolean isBefore(Map<Path, Integer> ends, Path file, int i) {
    return i < ends.getOrDefault(file.getParent(), Integer.MAX_VALUE);
  }

  /// The bytes of one file under whatever name.
  private static final class Content {
    private byte[] forced = new byte[0];
    private final List<Op> unforced = new ArrayList<>();

    void force() {
      forced = replay(unforced);
      unforced.clear();
    }

    byte[] after(Loss loss, @Nullable Op last, RandomGenerator random) {
      boolean torn = !unforced.isEmpty() && unforced.getLast().equals(last);
      return switch (loss) {
        case NOTHING -> replay(unforced);
        case TORN -> torn ? torn(random) : replay(unforced);
        case ANY_BLOCK -> anyBlock(random);
      };
    }

    private byte[] torn(RandomGenerator random) {
      List<Op> ops = new ArrayList<>(unforced.subList(0, unforced.size() - 1));
      if (unforced.getLast() instanceof Op.Write(Path file, long position, byte[] bytes)) {
        int length = random.nextInt(bytes.length / SECTOR + 1) * SECTOR;
        ops.add(new Op.Write(file, position, Arrays.copyOf(bytes, length)));
      }
      return replay(ops);
    }

    private byte[] replay(List<Op> ops) {
      byte[] content = forced;
      boolean owned = false;
      for (Op op : ops) {
        switch (op) {
          case Op.Write(Path _, long position, byte[] bytes) -> {
            int end = (int) position + bytes.length;
            if (!owned || end > content.length) {
              content = Arrays.copyOf(content, Math.max(content.length, end));
              owned = true;
            }
            System.arraycopy(bytes, 0, content, (int) position, bytes.length);
          }
          case Op.Truncate(Path _, long size) -> {
            content = Arrays.copyOf(content, (int) size);
            owned = true;
          }
          case Op.Create _, Op.Force _, Op.Rename _, Op.Delete _, Op.ForceDirectory _ ->
              throw new IllegalStateException("not of the content");
        }
      }
      return content;
    }

    /// Each block, and the length, as after any number of the changes since the last force; half of
    /// them after all.
    private byte[] anyBlock(RandomGenerator random) {
      byte[] newest = replay(unforced);
      List<Integer> sizes = sizes();
      int longest = sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
      byte[] blocks = new byte[(longest / BLOCK + 1) * BLOCK];
      for (int from = 0; from < blocks.length; from += BLOCK) {
        byte[] state =
            random.nextBoolean()
                ? newest
                : replay(unforced.subList(0, random.nextInt(unforced.size() + 1)));
        int length = Math.min(BLOCK, state.length - from);
        if (length > 0) {
          System.arraycopy(state, from, blocks, from, length);
        }
      }
      int size = random.nextBoolean() ? sizes.getLast() : sizes.get(random.nextInt(sizes.size()));
      return Arrays.copyOf(blocks, size);
    }

    private List<Integer> sizes() {
      List<Integer> sizes = new ArrayList<>(List.of(forced.length));
      for (Op op : unforced) {
        switch (op) {
          case Op.Write(Path _, long position, byte[] bytes) ->
              sizes.add(Math.max(sizes.getLast(), (int) position + bytes.length));
          case Op.Truncate(Path _, long size) -> sizes.add((int) size);
          case Op.Create _, Op.Force _, Op.Rename _, Op.Delete _, Op.ForceDirectory _ ->
              throw new IllegalStateException("not of the content");
        }
      }
      return sizes;
    }
  }
}
