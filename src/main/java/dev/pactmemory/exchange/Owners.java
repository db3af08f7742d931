package dev.pactmemory.exchange;

import dev.pactmemory.model.Project;
import dev.pactmemory.model.Text;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whose memories a file holds. Other programs know projects by their name alone; here a name is
/// that of a project there is, so that what comes in is found by who works there.
///
/// @param current where nothing in the file tells
/// @param known the projects there are
/// @param asked the project of all that comes in, whatever the file says; null for what it says
public record Owners(Project current, List<Project> known, @Nullable Project asked) {
  public Owners {
    known = List.copyOf(known);
  }

  /// The project of memories whose file names none.
  Project unnamed() {
    return Objects.requireNonNullElse(asked, current);
  }

  /// The project of this name or key: the current one if that is its name, else the only one known
  /// of the name, else one that is only a name.
  ///
  /// @param name null where the other program says that it is nobody's
  public Project named(@Nullable String name) {
    if (asked != null) {
      return asked;
    }
    String clean = Text.clean(name);
    if (clean == null) {
      return Project.DEFAULT;
    }
    for (Project project : known) {
      if (project.key().equals(clean)) {
        return project;
      }
    }
    String key = Text.key(clean);
    if (Text.key(current.name()).equals(key)) {
      return current;
    }
    List<Project> same =
        known.stream().filter(project -> Text.key(project.name()).equals(key)).toList();
    return same.size() == 1 ? same.getFirst() : Project.named(clean);
  }
}
