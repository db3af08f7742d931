package dev.pactmemory.index;

import static dev.pactmemory.index.TestMemories.ask;
import static dev.pactmemory.index.TestMemories.id;
import static dev.pactmemory.index.TestMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Words of other languages, without vectors: with and without accents, in other widths, parts of
/// what is written without spaces, and among identifiers.
class LanguagesTest extends IndexFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Warteschlange für fehlgeschlagene Zahlungen | 1
          warteschlange fehlgeschlagener zahlungen | 1
          Grosse Dateien hochladen | 2
          Übersetzungen der Oberfläche | 3
          ubersetzungen oberflache | 3
          délai d'expiration du cache | 4
          delai expiration cache | 4
          migration des schémas | 5
          jetons d’accès révoqués | 6
          contraseñas caducadas | 7
          contrasenas caducan | 7
          índice de búsqueda | 8
          réplica de lectura | 9
          replica de lectura | 9
          очередь сообщений | 10
          ОЧЕРЕДЬ сообщении | 10
          резервное копирование базы | 11
          повторная отправка webhook | 12
          数据库连接池 | 13
          连接池 | 13
          缓存失效 | 14
          支付回调 retry | 15
          認証トークンの更新 | 16
          トークン | 16
          ﾄｰｸﾝ | 16
          検索インデックス | 17
          ＣＳＶ 取り込み | 18
          """)
  void isFoundByItsWords(String question, int expected) {
    put(
        memory(1)
            .context("Die Warteschlange für fehlgeschlagene Zahlungen wird stündlich geleert."),
        memory(2).context("Große Dateien werden in Stücken von 8 MB hochgeladen."),
        memory(3).context("Übersetzungen der Oberfläche liegen in messages_de.json."),
        memory(4).context("Le délai d'expiration du cache est de dix minutes."),
        memory(5).context("La migration des schémas tourne avant le déploiement."),
        memory(6).context("Les jetons d'accès révoqués restent une heure dans Redis."),
        memory(7).context("Las contraseñas caducadas se renuevan por correo."),
        memory(8).context("El índice de búsqueda se reconstruye cada noche."),
        memory(9).context("La réplica de lectura va con dos segundos de retraso."),
        memory(10).context("Очередь сообщений переведена на RabbitMQ."),
        memory(11).context("Резервное копирование базы идёт в три часа ночи."),
        memory(12).context("Повторная отправка webhook ограничена пятью попытками."),
        memory(13).context("数据库连接池最多二十个连接。"),
        memory(14).context("缓存失效由事件触发。"),
        memory(15).context("支付回调失败时 retry 三次。"),
        memory(16).context("認証トークンの更新は十五分ごとに行う。"),
        memory(17).context("検索インデックスは夜間に再構築する。"),
        memory(18).context("CSV取り込みは一万行ずつ処理する。"));

    assertThat(found(ask(question)).getFirst()).isEqualTo(id(expected));
  }
}
