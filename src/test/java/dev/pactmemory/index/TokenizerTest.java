package dev.pactmemory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenizerTest {
  @Test
  void camelCaseIsOneWordAndItsParts() {
    assertThat(terms("AuthService"))
        .containsExactly(
            "authservice", "~authservic", "=authservice", "auth", "~auth", "service", "~servic");
    assertThat(terms("parseHTTPRequest2")).contains("parse", "http", "request");
  }

  @Test
  void snakeAndKebabAreOneWordJoinedAndTheirParts() {
    assertThat(terms("auth_service")).contains("auth_service", "=authservice", "auth", "service");
    assertThat(terms("auth-service")).contains("auth-service", "=authservice", "auth", "service");
  }

  @Test
  void pathIsFoundByNamesAndByWordsInNames() {
    assertThat(terms("src/auth/AuthService.ts"))
        .contains(
            "src/auth/authservice.ts", "src", "auth", "authservice.ts", "authservice", "service");
    assertThat(terms("src\\auth\\AuthService.ts")).contains("src/auth/authservice.ts");
  }

  @Test
  void dottedNameIsFoundByItsWords() {
    assertThat(terms("dev.shop.CartStore")).contains("dev.shop.cartstore", "shop", "cartstore");
  }

  @Test
  void versionIsWholeAndMajorMinorButNoSingleNumbers() {
    assertThat(terms("1.28.0")).containsExactly("1.28.0", "1.28");
    assertThat(terms("v1.28.0-beta19")).contains("v1.28.0-beta19", "1.28.0", "1.28");
  }

  @Test
  void issueNumberIsFoundWithAndWithoutItsSign() {
    assertThat(terms("#234")).containsExactly("#234", "234");
  }

  @Test
  void errorCodesStayWhole() {
    assertThat(terms("ORA-00942")).contains("ora-00942", "=ora00942", "00942");
    assertThat(terms("0x80070005")).contains("0x80070005", "80070005");
    assertThat(terms("E0308")).contains("e0308");
  }

  @Test
  void namesOfLanguagesKeepTheirSigns() {
    assertThat(terms("C++")).containsExactly("c++");
    assertThat(terms("C#")).containsExactly("c#");
    assertThat(terms("C")).containsExactly("c");
  }

  @Test
  void signsAtTheEndOfASentenceAreNotOfTheWord() {
    assertThat(exact("Use AuthService. (Not now!) \"quoted\" -- done...").subList(1, 2))
        .containsExactly("authservice");
    assertThat(exact("wait... what?")).containsExactly("wait", "what");
  }

  @Test
  void accentsCaseAndWidthAreFolded() {
    assertThat(exact("Über Straße naïve Crème ŁÓDŹ ＡＢＣ Ёлка İstanbul"))
        .containsExactly("uber", "strasse", "naive", "creme", "lodz", "abc", "елка", "istanbul");
    assertThat(exact("e\u0301cole")).containsExactly("ecole");
  }

  @Test
  void scriptsWithoutSpacesGivePairs() {
    assertThat(exact("認証サービス")).containsExactly("認証", "証サ", "サー", "ービ", "ビス");
    assertThat(exact("鍵")).containsExactly("鍵");
    assertThat(exact("使用Redis缓存")).containsExactly("使用", "redis", "缓存");
  }

  @Test
  void markOfKanaIsNotAnAccent() {
    assertThat(exact("が")).isNotEqualTo(exact("か"));
  }

  @Test
  void inflectedWordsShareAStem() {
    assertThat(terms("migrated")).contains("~migrat");
    assertThat(terms("migrations")).contains("~migrat");
  }

  @Test
  void placesPointIntoTheText() {
    String text = "  é AuthService、認証 x";

    assertThat(Tokenizer.tokens(text))
        .extracting(token -> text.substring(token.start(), token.end()))
        .containsExactly("é", "AuthService", "認証", "x");
  }

  @Test
  void noTextFails() {
    Random random = new Random(20260301);
    String signs = "aB9_-./\\:@#$~ \n\0é\u0301認ー\uD83D\uDE00\uD800\uDC00+'\u200D\u202E";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append(
            random.nextBoolean()
                ? signs.charAt(random.nextInt(signs.length()))
                : (char) random.nextInt(0x10000));
      }
      for (Token token : Tokenizer.tokens(text.toString())) {
        assertThat(token.exact()).as("in %s", text).isNotEmpty();
        assertThat(token.end()).isGreaterThan(token.start()).isLessThanOrEqualTo(text.length());
        token.terms();
      }
    }
  }

  private static List<String> terms(String text) {
    return Tokenizer.tokens(text).stream().flatMap(token -> token.terms().stream()).toList();
  }

  private static List<String> exact(String text) {
    return Tokenizer.tokens(text).stream().map(Token::exact).toList();
  }
}
