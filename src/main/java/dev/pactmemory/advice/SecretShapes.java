package dev.pactmemory.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What secrets look like. Pure.
///
/// Three kinds of evidence, the strongest first: the form an issuer gives its keys (`ghp_…`); a
/// place that holds secrets (a password in a URL, after `Bearer`); and a random-looking value that
/// is assigned to a name like `api_key`. Missing one is better than crying wolf: who is warned of a
/// commit hash twice passes over the third warning. So what could be a placeholder, a word, an
/// identifier, a UUID or a hash without a telling name is none.
final class SecretShapes {
  /// A stretch of a text.
  record Span(int start, int end, String kind) {}

  /// A form of secret.
  ///
  /// @param anchor a text that every such secret comes with; looking for it first is much quicker
  /// @param secret finds them; the secret is its group 1 where it has one
  private record Shape(String kind, String anchor, Pattern secret) {
    Shape(String kind, String anchor, String secret) {
      this(kind, anchor, Pattern.compile(secret));
    }
  }

  /// Given by their issuers, so that nothing else looks like them.
  private static final List<Shape> ISSUED =
      List.of(
          new Shape("AWS access key", "AKIA", "\\bAKIA[A-Z2-7]{16}\\b"),
          new Shape("AWS access key", "ASIA", "\\bASIA[A-Z2-7]{16}\\b"),
          new Shape("GitHub token", "gh", "\\bgh[pousr]_[A-Za-z0-9]{36,255}\\b"),
          new Shape("GitHub token", "github_pat_", "\\bgithub_pat_[A-Za-z0-9_]{40,255}\\b"),
          new Shape("GitLab token", "gl", "\\bgl(?:pat|dt|rt|ptt|oas|soat)-[A-Za-z0-9_-]{20,255}"),
          new Shape("Slack token", "xox", "\\bxox[abeoprs]-[A-Za-z0-9-]{20,255}"),
          new Shape("Slack token", "xapp-", "\\bxapp-\\d-[A-Za-z0-9-]{20,255}"),
          new Shape(
              "Slack webhook",
              "hooks.slack.com",
              "hooks\\.slack\\.com/(?:services|workflows)/([A-Za-z0-9/]{30,255})"),
          new Shape(
              "Discord webhook",
              "/api/webhooks/",
              "discord(?:app)?\\.com/api/webhooks/(\\d{15,25}/[A-Za-z0-9_-]{50,100})"),
          new Shape("Google API key", "AIza", "\\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
          new Shape("Google client secret", "GOCSPX-", "\\bGOCSPX-[A-Za-z0-9_-]{20,60}"),
          new Shape("Google access token", "ya29.", "\\bya29\\.[A-Za-z0-9_-]{30,2048}"),
          new Shape("Stripe key", "k_live_", "\\b[srp]k_live_[A-Za-z0-9]{16,255}\\b"),
          new Shape("Stripe key", "k_test_", "\\b[sr]k_test_[A-Za-z0-9]{16,255}\\b"),
          new Shape("webhook secret", "whsec_", "\\bwhsec_[A-Za-z0-9+/=]{24,255}"),
          new Shape("Anthropic key", "sk-ant-", "\\bsk-ant-[A-Za-z0-9_-]{24,255}"),
          new Shape(
              "OpenAI key",
              "sk-",
              "\\bsk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{32,255}|[A-Za-z0-9]{32,255})"),
          new Shape("npm token", "npm_", "\\bnpm_[A-Za-z0-9]{36}\\b"),
          new Shape("PyPI token", "pypi-", "\\bpypi-[A-Za-z0-9_-]{50,512}"),
          new Shape("SendGrid key", "SG.", "\\bSG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{32,64}"),
          new Shape("Twilio key", "SK", "\\bSK[0-9a-f]{32}\\b"),
          new Shape("Hugging Face token", "hf_", "\\bhf_[A-Za-z0-9]{34,64}\\b"),
          new Shape("DigitalOcean token", "_v1_", "\\bdo[opr]_v1_[0-9a-f]{64}\\b"),
          new Shape("Docker token", "dckr_", "\\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{24,64}"),
          new Shape("Shopify token", "shp", "\\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\\b"),
          new Shape("Vault token", "hvs.", "\\bhvs\\.[A-Za-z0-9_-]{24,255}"),
          new Shape("Telegram token", ":AA", "\\b\\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])"),
          new Shape("age key", "AGE-SECRET-KEY-1", "\\bAGE-SECRET-KEY-1[A-Z0-9]{50,64}\\b"),
          new Shape("storage account key", "AccountKey=", "AccountKey=([A-Za-z0-9+/]{86}==)"),
          new Shape(
              "JSON web token",
              "eyJ",
              "\\beyJ[A-Za-z0-9_-]{8,4096}\\.eyJ[A-Za-z0-9_-]{8,8192}\\.[A-Za-z0-9_-]{16,2048}"),
          new Shape(
              "private key",
              "PRIVATE KEY",
              "-----BEGIN (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
                  + "(?:[^-]{40,16384}-----END (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY"
                  + "(?: BLOCK)?-----|(?:(?:\\s|\\\\n)*[A-Za-z0-9+/=]{20,80}){2,200})"));

  private static final Pattern URL_PASSWORD =
      Pattern.compile(
          "\\b[A-Za-z][A-Za-z0-9+.-]{1,20}://([^\\s/:@\"'<>]{0,100}):([^\\s/@\"'<>]{3,200})@");

  /// As curl and others take a name and a password.
  private static final Pattern USER_OPTION =
      Pattern.compile("\\s(?:-u|--user)[ =][\"']?([^\\s:\"']{1,100}):([^\\s\"']{6,200})");

  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b(?:bearer|authorization: ?basic) +([A-Za-z0-9._~+/=-]{20,4096})");

  /// A name that tells of a secret, the sign that gives it a value, and the value.
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(passwords?|passwd|passphrase|pwd|secret|api[_ -]?key|token|access[_ -]?key"
              + "|secret[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|auth[_-]?key"
              + "|account[_-]?key|credentials?)"
              + "(?:[\"'`]\\]?)?(?: is|:? ?=>?|:=?|(?<=--[A-Za-z-]{3,30}))\\s{0,3}"
              + "([\"'`]?)([^\\s\"'`<>,;]{8,512})");

  private static final String[] TELLING_NAMES = {
    "passw", "passphrase", "pwd", "secret", "key", "token", "credential"
  };

  /// Words in what is shown in place of a secret.
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)example|placeholder|redacted|change.?me|replace.?me|your[_-]|dummy|sample|insert"
              + "|\\$\\{|\\$\\(|\\{\\{|%[sdv]\\b|\\*\\*\\*|\\.\\.\\.|…|xxxx|0000000|1234567|abcdef"
              + "|(.)\\1{5}");

  /// What is set on a developer's machine and guards nothing.
  private static final Pattern WEAK =
      Pattern.compile(
          "(?i)(?:my|the|some|your|db|test|dev|local|default|root|super)?[_-]?"
              + "(?:pass|passwd|password|pwd|pw|secret|token|user|username|postgres|mysql|mariadb"
              + "|mongo|redis|rabbitmq|guest|admin|root|test|dev|demo|foo|bar|foobar|hunter2|letmein"
              + "|changeit|minioadmin|minio)[_-]?(?:\\d{0,4}|here|value|word|goes|pass|password)!?");

  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /// Shortest run of random characters taken for a key; shorter ones are ids.
  private static final int SHORTEST_KEY = 16;

  /// Bits for each character. Random hexadecimal digits have 3.4 to 4, random base64 more; words
  /// and dates fewer, or they look like words.
  private static final double RANDOM_BITS = 3.0;

  /// Of the letters and digits of a value: above, it is made of words.
  private static final double WORDY_SHARE = 0.6;

  private SecretShapes() {}

  /// The likely secrets of a text, in order, none within another.
  static List<Span> in(String text) {
    List<Span> found = new ArrayList<>();
    for (Shape shape : ISSUED) {
      if (text.contains(shape.anchor())) {
        addIssued(shape, text, found);
      }
    }
    if (text.contains("://")) {
      addPasswords(URL_PASSWORD, "password in a URL", text, found);
    }
    if (text.contains("-u")) {
      addPasswords(USER_OPTION, "password", text, found);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("bearer ") || lower.contains("basic ")) {
      addAuthorizations(text, found);
    }
    for (String name : TELLING_NAMES) {
      if (lower.contains(name)) {
        addAssigned(text, found);
        break;
      }
    }
    return apart(found);
  }

  private static void addIssued(Shape shape, String text, List<Span> found) {
    Matcher matcher = shape.secret().matcher(text);
    while (matcher.find()) {
      int group = matcher.groupCount();
      String secret = matcher.group(group);
      boolean isKeyBlock = shape.kind().equals("private key");
      if (isKeyBlock ? !secret.contains("...") : !isPlaceholder(secret) && isMixed(secret)) {
        found.add(new Span(matcher.start(group), matcher.end(group), shape.kind()));
      }
    }
  }

  /// Letters and digits both, beyond what the issuer puts in front.
  private static boolean isMixed(String secret) {
    return secret.chars().filter(Character::isDigit).count() >= 2
        || secret.chars().filter(Character::isUpperCase).count() >= 4;
  }

  private static void addPasswords(Pattern pattern, String kind, String text, List<Span> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      String password = matcher.group(2);
      if (!isPlaceholder(password)
          && !isReference(password)
          && !WEAK.matcher(password).matches()
          && !password.equals(matcher.group(1))) {
        found.add(new Span(matcher.start(2), matcher.end(2), kind));
      }
    }
  }

  private static void addAuthorizations(String text, List<Span> found) {
    Matcher matcher = AUTHORIZATION.matcher(text);
    while (matcher.find()) {
      if (looksRandom(matcher.group(1))) {
        found.add(new Span(matcher.start(1), matcher.end(1), "access token"));
      }
    }
  }

  private static void addAssigned(String text, List<Span> found) {
    Matcher matcher = ASSIGNED.matcher(text);
    int from = 0;
    while (matcher.find(from)) {
      String name = matcher.group(1).toLowerCase(Locale.ROOT);
      boolean isQuoted = !matcher.group(2).isEmpty();
      boolean isPassword = name.startsWith("pass") || name.equals("pwd");
      String value = withoutEnd(isPassword ? matcher.group(3) : firstOf(matcher.group(3)));
      if (isPassword ? looksLikePassword(value, isQuoted) : looksRandom(value)) {
        found.add(
            new Span(
                matcher.start(3),
                matcher.start(3) + value.length(),
                isPassword ? "password" : kind(name)));
      }
      // The value may itself be the name of another.
      from = matcher.start(3);
    }
  }

  private static String kind(String name) {
    return name.contains("key") ? "key" : name.equals("token") ? "token" : "secret";
  }

  /// Without the further parameters of a URL or a form.
  private static String firstOf(String value) {
    int end = value.indexOf('&');
    return end < 0 ? value : value.substring(0, end);
  }

  /// Without what ends a sentence or an expression.
  private static String withoutEnd(String value) {
    int end = value.length();
    while (end > 0 && ".:)]}\\".indexOf(value.charAt(end - 1)) >= 0) {
      end--;
    }
    return value.substring(0, end);
  }

  private static boolean looksLikePassword(String value, boolean isQuoted) {
    if (value.length() < 8
        || isPlaceholder(value)
        || isReference(value)
        || WEAK.matcher(value).matches()) {
      return false;
    }
    boolean lower = value.chars().anyMatch(Character::isLowerCase);
    boolean upper = value.chars().anyMatch(Character::isUpperCase);
    boolean digit = value.chars().anyMatch(Character::isDigit);
    boolean sign = value.chars().anyMatch(c -> "!@#%^&*+=?~|".indexOf(c) >= 0);
    int kinds = (lower ? 1 : 0) + (upper ? 1 : 0) + (digit ? 1 : 0) + (sign ? 1 : 0);
    return (kinds >= 3 && (sign || !isWordy(value)))
        || (isQuoted && digit && (lower || upper) && !isWordy(value));
  }

  private static boolean looksRandom(String value) {
    return value.length() >= SHORTEST_KEY
        && !isPlaceholder(value)
        && !isReference(value)
        && !UUID.matcher(value).matches()
        && value.chars().anyMatch(Character::isDigit)
        && value.chars().anyMatch(Character::isLetter)
        && bits(value) >= RANDOM_BITS
        && !isWordy(value);
  }

  private static boolean isPlaceholder(String value) {
    return PLACEHOLDER.matcher(value).find();
  }

  /// A variable, a call, a path or an address instead of a value.
  private static boolean isReference(String value) {
    return value.startsWith("$")
        || value.startsWith("%")
        || value.startsWith("/")
        || value.startsWith("~")
        || value.startsWith("./")
        || value.startsWith("{")
        || value.startsWith("[")
        || value.startsWith("arn:")
        || value.matches("[A-Za-z]:[\\\\/].*")
        || value.contains("://")
        || value.contains("(")
        || value.contains("[\"")
        || value.matches("(?:[A-Za-z_]\\w*\\.)+[A-Za-z_]\\w*");
  }

  /// Whether most of it is made of words, numbers and what joins them.
  private static boolean isWordy(String value) {
    int counted = 0;
    int wordy = 0;
    for (String run : runs(value)) {
      counted += run.length();
      boolean isWord =
          run.length() >= 4
              && Character.isLetter(run.charAt(0))
              && run.chars().anyMatch(c -> "aeiouyAEIOUY".indexOf(c) >= 0)
              && run.chars().filter(c -> "aeiouyAEIOUY".indexOf(c) >= 0).count() * 6
                  >= run.length();
      wordy += isWord ? run.length() : 0;
    }
    return counted == 0 || wordy >= WORDY_SHARE * counted;
  }

  /// Letters of one word (a capital begins one) and numbers.
  private static List<String> runs(String value) {
    List<String> runs = new ArrayList<>();
    Matcher matcher = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]|\\d+").matcher(value);
    while (matcher.find()) {
      runs.add(matcher.group());
    }
    return runs;
  }

  /// Shannon's entropy of its characters, in bits for each.
  private static double bits(String value) {
    double bits = 0;
    for (int c : value.chars().distinct().toArray()) {
      double share = (double) value.chars().filter(other -> other == c).count() / value.length();
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }

  private static List<Span> apart(List<Span> found) {
    List<Span> apart = new ArrayList<>();
    found.sort(
        Comparator.comparingInt(Span::start).thenComparing(Span::end, Comparator.reverseOrder()));
    @Nullable Span last = null;
    for (Span span : found) {
      if (last == null || span.start() >= last.end()) {
        apart.add(span);
        last = span;
      }
    }
    return apart;
  }
}
