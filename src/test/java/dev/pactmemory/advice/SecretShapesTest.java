package dev.pactmemory.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The keys here are made up: of the right form, from a random generator with a fixed seed, and put
/// together at run time, so that no scanner takes this file for a leak.
class SecretShapesTest {
  private static final String ALNUM =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String BASE64 = ALNUM + "+/";
  private static final String BASE64_URL = ALNUM + "-_";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String BASE36 = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String HEX = "0123456789abcdef";

  private static final Random RANDOM = new Random(20_260_301);

  private static String random(String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  static Stream<Arguments> secrets() {
    return Stream.of(
        Arguments.of("AWS access key", "key id ", "AK" + "IA" + random(BASE32, 16), ", in the CI"),
        Arguments.of("GitHub token", "use ", "gh" + "p_" + random(ALNUM, 36), " for pushes"),
        Arguments.of("GitHub token", "(", "github_" + "pat_" + random(ALNUM, 82), ")"),
        Arguments.of("GitLab token", "", "gl" + "pat-" + random(BASE64_URL, 20) + "7", ""),
        Arguments.of(
            "Slack token", "`", "xo" + "xb-538201947735-902117365028-" + random(ALNUM, 24), "`"),
        Arguments.of(
            "Slack webhook",
            "https://hooks.slack.com/services/",
            "T0" + random(BASE32, 9) + "/B0" + random(BASE32, 9) + "/" + random(ALNUM, 24),
            " posts to ops"),
        Arguments.of("Google API key", "", "AI" + "za" + random(BASE64_URL, 35), ""),
        Arguments.of("Stripe key", "", "sk_" + "live_" + random(ALNUM, 24), ""),
        Arguments.of("Stripe key", "", "rk_" + "test_" + random(ALNUM, 24), ""),
        Arguments.of("Anthropic key", "", "sk-" + "ant-api03-" + random(BASE64_URL, 93), ""),
        Arguments.of("OpenAI key", "", "sk-" + "proj-" + random(ALNUM, 48), ""),
        Arguments.of("npm token", "", "np" + "m_" + random(ALNUM, 36), ""),
        Arguments.of("PyPI token", "", "py" + "pi-AgEIcHlwaS5vcmc" + random(BASE64_URL, 100), ""),
        Arguments.of(
            "SendGrid key",
            "",
            "S" + "G." + random(BASE64_URL, 22) + "." + random(BASE64_URL, 43),
            ""),
        Arguments.of("Hugging Face token", "", "h" + "f_" + random(ALNUM, 34), ""),
        Arguments.of(
            "JSON web token",
            "Cookie: session=",
            "ey"
                + "J"
                + random(BASE64_URL, 33)
                + "."
                + "eyJ"
                + random(BASE64_URL, 60)
                + "."
                + random(BASE64_URL, 43),
            "; Path=/"),
        Arguments.of(
            "private key",
            "the deploy key is\n",
            "-----BEGIN OPENSSH PRIVATE"
                + " KEY-----\n"
                + random(BASE64, 64)
                + "\n"
                + random(BASE64, 64)
                + "\n-----END OPENSSH PRIVATE KEY-----",
            "\nand goes to the runner"),
        Arguments.of(
            "password in a URL", "DATABASE_URL=postgres://shop:", "kT9vx2Qm", "@db.internal/shop"),
        Arguments.of("password", "PGPASSWORD=", "kT9-vx2Qm!", " psql"),
        Arguments.of("password", "\"password\": \"", "qz7kw2mmx", "\","),
        Arguments.of("password", "The staging password is ", "Wu8!kestrel", "."),
        Arguments.of("password", "curl -u deploy:", "Tk9vx2Qm77", " https://ci.internal"),
        Arguments.of("token", "curl --token ", random(BASE36, 32), " https://ci.internal"),
        Arguments.of("key", "api_key: '", random(HEX, 32), "'"),
        Arguments.of("key", "aws_secret_access_key = ", random(BASE64, 40), ""),
        Arguments.of("secret", "clientSecret=", random(ALNUM, 32), "&grant_type=x"),
        Arguments.of("access token", "Authorization: Bearer ", random(BASE64_URL, 40), ""));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aSecretIsFoundAndOnlyIt(String kind, String before, String secret, String after) {
    String text = before + secret + after;

    assertThat(SecretShapes.in(text))
        .containsExactly(
            new SecretShapes.Span(before.length(), before.length() + secret.length(), kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 broke it",
        "token 9fceb02d0ae598e95dc970b74767f19372d61af8 of the lexer",
        "session token: 123e4567-e89b-12d3-a456-426614174000",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "memory 0123456789abcdef0123456789abcdef supersedes 3f9a2c",
        "export API_KEY=<your key>",
        "GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "OPENAI_API_KEY=sk-xxxx",
        "AKIAIOSFODNN7EXAMPLE is the key of the AWS docs",
        "password: changeme",
        "password=password123",
        "password = getPassword(user)",
        "password = process.env.DB_PASSWORD1",
        "password: ${DB_PASSWORD}",
        "PASSWORD=$(vault read -field=p secret/db)",
        "the password is hashed with Argon2id, salt 16 bytes",
        "password: bcrypt, cost 12",
        "passphrase is Base64Encoded before it is stored",
        "postgres://postgres:postgres@localhost:5432/shop",
        "postgres://user:password@host/db",
        "redis://cache.internal:6379/0",
        "http://localhost:8080/@vite/client",
        "mongodb+srv://app:<password>@cluster0.mongodb.net",
        "https://github.com/acme/shop/blob/main/src/auth/token_manager.py#L120",
        "git@github.com:acme/shop.git",
        "max_tokens=50000, token: TokenManagerV2Factory",
        "refresh tokens live 7 days; the access token 15 minutes",
        "api_key: feature-flag-key-2024-rollout-stage-2",
        "secret: projects/123/secrets/stripe-key/versions/5",
        "the secret key is in 1Password under shop/stripe",
        "cache key: user:42:profile:v3:2026-01-01T00:00:00Z",
        "primary_key=order_line_item_id_2024",
        "sk-learn-some-long-branch-name-for-2024-and-2025",
        "the JWT starts with eyJhbGciOiJIUzI1NiJ9 and has three parts",
        "a file that begins with -----BEGIN RSA PRIVATE KEY----- is refused",
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ2Fy\n-----END CERTIFICATE-----",
        "Authorization: Bearer <token>",
        "Bearer tokens are checked by TokenIntrospectionFilter2",
        "PyJWT's decode() needs options={'verify_exp': True}, max_connections=50",
        "[redacted: GitHub token] was in token=[redacted: token]",
        "PWD=/home/ada/Projects/Shop1",
        "credentials: ~/.aws/credentials profile shop2",
        "token=abc",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk9vx2QmkT9vx2QmkT9vx2QmkT9vx2QmkT9v ada@shop",
        "integrity sha512-oRM5QxOHEQgqJQw1Pq3qNGWT3OhOGJ6dBmSLR5GWmcBWfFx0mGQ1nTrvWXjL8Q==",
        "keyboard shortcut: Ctrl+Shift+F12 opens DevTools",
        "secret santa: the draw is on 2026-12-01T10:00"
      })
  void whatMayBeSomethingElseIsNone(String text) {
    assertThat(SecretShapes.in(text)).isEmpty();
  }

  @Test
  void randomKeysOfEveryAlphabetAreFoundByTheirNames() {
    List<String> missed = new ArrayList<>();
    int all = 0;
    for (String alphabet : List.of(ALNUM, BASE64_URL, BASE36, HEX)) {
      for (int length = 20; length <= 64; length++) {
        for (String name : List.of("api_key=", "client_secret: ", "\"accessToken\": \"")) {
          all++;
          String text = name + random(alphabet, length);
          if (SecretShapes.in(text).isEmpty()) {
            missed.add(text);
          }
        }
      }
    }

    assertThat(missed).hasSizeLessThan(all / 25);
  }

  @Test
  void aLongTextIsReadInTimeThatGrowsWithIt() {
    String noise =
        "token_a.b-c password api_key = x secret:: key==> -----BEGIN PRIVATE KEY----- eyJ ";
    long small = steps(noise.repeat(100));
    long large = steps(noise.repeat(1_000));

    assertThat(large).isLessThan(small * 40);
  }

  /// Nanoseconds, the least of some tries; only compared with each other.
  private static long steps(String text) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 7; i++) {
      long start = System.nanoTime();
      assertThat(SecretShapes.in(text)).isEmpty();
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }

  @Test
  void everyTextButPathsIsLookedAtAndRedactedInItsPlace() {
    String key = "np" + "m_" + random(ALNUM, 36);
    Content content =
        Contents.of(
            """
            {"context": "a KEY b", "goal": "KEY",
             "active_tasks": [{"task": "rotate KEY", "priority": "high"}],
             "lessons_learned": ["fine", "KEY and KEY"],
             "decisions": [{"decision": "use KEY", "rationale": "KEY",
               "alternatives": ["x", "KEY"]}],
             "entities": [{"name": "KEY", "type": "token", "notes": "is KEY"}],
             "reasoning_chains": ["KEY"], "agreements_reached": ["KEY"],
             "disagreements_resolved": ["KEY"], "files": ["KEY"]}\
            """
                .replace("KEY", key));

    Redaction redaction = Redaction.of(content, Content.EMPTY);

    assertThat(redaction.findings())
        .extracting(Redaction.Finding::field)
        .containsExactly(
            "context",
            "goal",
            "active_tasks[0].task",
            "lessons_learned[1]",
            "lessons_learned[1]",
            "decisions[0].decision",
            "decisions[0].rationale",
            "decisions[0].alternatives[1]",
            "entities[0].name",
            "entities[0].notes",
            "reasoning_chains[0]",
            "agreements_reached[0]",
            "disagreements_resolved[0]");
    assertThat(redaction.content().toString().split(key, -1)).hasSize(2);
    assertThat(redaction.content().lessonsLearned())
        .containsExactly("fine", "[redacted: npm token] and [redacted: npm token]");
    assertThat(redaction.content().files()).containsExactly(key);
    assertThat(Redaction.of(redaction.content(), Content.EMPTY).findings()).isEmpty();
  }

  @Test
  void whatIsStoredAlreadyIsPassedOver() {
    String key = "np" + "m_" + random(ALNUM, 36);
    Content stored = Contents.of("{\"lessons_learned\": [\"" + key + "\"]}");
    Content again = Contents.of("{\"lessons_learned\": [\"" + key + "\", \"see " + key + "\"]}");

    assertThat(Redaction.of(again, stored).findings())
        .containsExactly(new Redaction.Finding("lessons_learned[1]", "npm token"));
  }

  @Test
  void aContentWithoutSecretsIsTheContent() {
    Content content = Contents.of("{\"context\": \"password reset by mail\"}");

    assertThat(Redaction.of(content, Content.EMPTY).content()).isSameAs(content);
  }
}
