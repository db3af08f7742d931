package dev.pactmemory.index;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What developers write short: who asks for `k8s` means Kubernetes, and the other way round. Two
/// long words of one short one (`auth`) do not stand for each other.
final class Abbreviations {
  /// Of each line the first is short for any of the others.
  private static final String LINES =
      """
      a11y accessibility
      addr address
      admin administrator administration
      app application
      arg argument
      async asynchronous
      attr attribute
      auth authentication authorization authorisation
      authn authentication
      authz authorization authorisation
      bool boolean
      btn button
      cert certificate
      cfg configuration
      cmd command
      conf configuration
      config configuration
      conn connection
      cred credential
      ctx context
      db database
      def definition
      deps dependency
      desc description
      dev development
      diff difference
      dir directory
      elem element
      env environment
      err error
      eval evaluation
      fn function
      func function
      golang go
      hw hardware
      i18n internationalization internationalisation
      iface interface
      img image
      impl implementation
      info information
      infra infrastructure
      init initialization initialisation
      js javascript
      k8s kubernetes
      kube kubernetes
      l10n localization localisation
      lang language
      len length
      lib library
      max maximum
      mem memory
      mgmt management
      min minimum
      mongo mongodb
      msg message
      nodejs node
      num number
      o11y observability
      obj object
      org organization organisation
      param parameter
      passwd password
      perf performance
      pg postgres postgresql
      pkg package
      postgres postgresql
      prefs preference
      prev previous
      prio priority
      proc process
      prod production
      prop property
      pwd password
      py python
      qty quantity
      ref reference
      regex regexp
      repo repository
      req request
      resp response
      spec specification
      src source
      stats statistics
      std standard
      stmt statement
      svc service
      sw software
      sync synchronization synchronisation
      sys system
      temp temporary
      tmp temporary
      ts typescript
      tx transaction
      txn transaction
      var variable
      ver version
      vuln vulnerability
      """;

  private static final Map<String, Set<String>> OTHERS = others();

  private Abbreviations() {}

  private static Map<String, Set<String>> others() {
    Map<String, Set<String>> others = new HashMap<>();
    LINES
        .lines()
        .forEach(line -> {
          String[] words = line.split(" ", -1);
          for (int i = 1; i < words.length; i++) {
            link(others, term(words[0]), term(words[i]));
            link(others, term(words[i]), term(words[0]));
          }
        });
    return others;
  }

  private static void link(Map<String, Set<String>> others, String term, String other) {
    others.computeIfAbsent(term, _ -> new LinkedHashSet<>()).add(other);
  }

  /// The terms of the words that stand for the folded word, in any inflection; mostly none.
  static Set<String> of(String word) {
    return OTHERS.getOrDefault(term(word), Set.of());
  }

  /// The stem, where the word has one.
  private static String term(String word) {
    String stem = Token.stem(word);
    return stem == null ? word : stem;
  }
}
