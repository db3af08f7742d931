package dev.pactmemory.model;

/// Whose memory it is. Two repositories of one name are two projects: the key tells them apart, the
/// name is for people.
///
/// @param key the absolute path of the repository's main root (or of a plain directory), or `name:`
///   and the name where a project was only named, never a path
public record Project(String key, String name) {
  /// Where nothing tells the project, as in a desktop client.
  public static final Project DEFAULT = named("default");

  public Project {
    key = Text.required(key, "project key");
    name = Text.required(name, "project name");
  }

  /// A project known by its name only.
  public static Project named(String name) {
    return new Project("name:" + Text.key(name), name);
  }
}
