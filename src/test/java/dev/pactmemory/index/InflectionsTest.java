package dev.pactmemory.index;

import static dev.pactmemory.index.TestMemories.ask;
import static dev.pactmemory.index.TestMemories.id;
import static dev.pactmemory.index.TestMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Other forms of words find a memory first, where memories in seven languages lie side by side.
class InflectionsTest extends IndexFixture {
  private static final List<String> TEXTS =
      List.of(
          // German, from 0
          "Die Datenbankverbindungen des ConnectionPool werden nach dreißig Sekunden geschlossen.",
          "Passwörter der Benutzer speichern wir nur als Argon2-Hash, niemals im Klartext.",
          "Für Übersetzungen von Fehlermeldungen liegen Schlüssel in messages_de.properties.",
          "Die alten Häfen und Schnittstellen der Bestellungen entfallen mit Version 2.4.",
          "Wir haben die nächtlichen Sicherungen auf den Speicher in Frankfurt verlegt.",
          // French, from 5
          "Les requêtes lentes sont enregistrées dans les journaux du serveur Nginx.",
          "Nous avons décidé de chiffrer les mots de passe des utilisateurs avec bcrypt.",
          "La clé de cache a été créée sans l'identifiant du locataire, d'où les fuites.",
          "Le délai d'attente des paiements est passé à vingt secondes dans PaymentClient.",
          "Les réseaux privés sont fermés aux développeurs extérieurs.",
          // Spanish, from 10
          "Las sesiones caducan después de quince minutos si el usuario está inactivo.",
          "Las contraseñas cifradas se guardan en la tabla user_credentials.",
          "Las migraciones de la base de datos se ejecutan con Flyway antes del despliegue.",
          "Cerramos las conexiones inactivas porque el balanceador las cortaba.",
          "El año fiscal empieza en abril para los informes de facturación.",
          // Russian, from 15
          "Миграции базы данных запускаются перед новым развёртыванием сервера.",
          "Пароли пользователей храним только в виде хеша Argon2.",
          "Очередь сообщений в RabbitMQ переполнялась из-за медленных обработчиков.",
          "Ключи шифрования меняются каждый квартал по расписанию.",
          "Новый тестовый стенд доступен из сети разработчиков.",
          // Chinese, from 20
          "数据库连接池的超时时间改为三十秒，配置在application.yml里。",
          "用户密码必须使用Argon2加密后再保存。",
          "消息队列积压是因为消费者处理太慢。",
          "缓存失效策略：写入后立即删除Redis中的键。",
          // Japanese, from 24
          "データベース接続プールのタイムアウトを30秒に変更した。",
          "ﾊﾟｽﾜｰﾄﾞはArgon2でハッシュ化して保存する。",
          "メッセージキューが詰まった原因は遅いコンシューマーだった。",
          "キャッシュのキーにテナントIDを含めることにした。",
          "ろぐいんがめんのもじばけをなおした。",
          // English, from 29
          "Connections of the pool are closed after thirty seconds without use.",
          "Passwords of users are hashed with Argon2 and never logged.",
          "Migrations of the database run before each deployment.",
          "The message queue filled up because consumers were slow.",
          "Cache keys hold the tenant, or one tenant sees the data of another.",
          // What has one word of a question just so, from 34
          "Das Passwort für den Drucker hängt am Schrank; der Vertrag liegt bei der Leitung.",
          "Verträge der Kunden werden als Dateien im Archiv abgelegt, Rechnungen in S3.",
          "Der Kunde sah eine leere Datei, eine Rechnung fehlte, das Haus meldete einen Fehler.",
          "Le réseau du bureau et le journal papier restent ; le mot juste compte.",
          "Les mots clés réservés des requêtes sont échappés par SqlBuilder.",
          "Un délai fermé, une clé perdue : la requête du juge est réservée.",
          "La tabla de madera y la contraseña del portal; un pedido llegó, la cola no.",
          "Los pedidos cancelados salen de las colas y pasan a tablas de archivo.",
          "Архив: запросы отчётов кешируются, таблицы отчётов чистятся ночью.",
          "Один запрос в архиве, одна таблица на стене, новый отчёт не нужен.");

  @BeforeEach
  void putAll() {
    List<TestMemories.Draft> memories = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      memories.add(memory(i).context(TEXTS.get(i)));
    }
    put(memories.toArray(TestMemories.Draft[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "Wann wird eine Datenbankverbindung geschlossen?, 0",
    "DATENBANKVERBINDUNG, 0",
    "Sekunde, 0",
    "Passwort eines Benutzers, 1",
    "Passworts im Klartext, 1",
    "Wo liegt die Übersetzung einer Fehlermeldung?, 2",
    "Fehlermeldungsschlüssel messages_de, 2",
    "uebersetzung, 2",
    "Welche Schnittstelle einer Bestellung entfällt?, 3",
    "Hafen, 3",
    "nächtliche Sicherung, 4",
    "Speichers in Frankfurt, 4",
    "Vertrag eines Kunden, 35",
    "Datei mit Vertrag, 35",
    "Rechnung und Vertrag im Archiv, 35",
    "Passworts der Benutzerin, 1",
    "Sicherungs-Speicher, 4",
  })
  void german(String question, int memory) {
    assertFirst(question, memory);
  }

  @ParameterizedTest
  @CsvSource({
    "Où est enregistrée une requête lente ?, 5",
    "journal du serveur, 5",
    "journal nginx, 5",
    "mot de passe chiffré, 6",
    "chiffrement pour un utilisateur, 6",
    "Pourquoi des clés créées sans identifiants fuient-elles ?, 7",
    "l’identifiant des locataires, 7",
    "cles creees, 7",
    "délais de paiement, 8",
    "delai du PaymentClient, 8",
    "réseau privé fermé, 9",
    "développeur extérieur, 9",
    "mot réservé, 38",
    "requête et mot clé réservé, 38",
    "réseau fermé, 9",
  })
  void french(String question, int memory) {
    assertFirst(question, memory);
  }

  @ParameterizedTest
  @CsvSource({
    "¿Cuándo caduca la sesión de un usuario?, 10",
    "sesion inactiva caducada, 10",
    "contraseña cifrada, 11",
    "contrasena del user_credentials, 11",
    "¿Cómo se ejecuta la migración?, 12",
    "migracion de bases, 12",
    "cerrar una conexión inactiva, 13",
    "conexion cortada, 13",
    "informe del año fiscal, 14",
    "facturacion, 14",
    "pedido cancelado, 41",
    "cola de un pedido cancelado, 41",
    "tabla de archivos, 41",
  })
  void spanish(String question, int memory) {
    assertFirst(question, memory);
  }

  @ParameterizedTest
  @CsvSource({
    "миграция базы, 15",
    "перед развертыванием серверов, 15",
    "пароль пользователя, 16",
    "хеш паролей, 16",
    "очереди сообщения, 17",
    "медленный обработчик RabbitMQ, 17",
    "ключ шифрования, 18",
    "как часто меняем ключей, 18",
    "новые тестовые стенды, 19",
    "сеть разработчика, 19",
    "кеширование запроса отчёта, 42",
  })
  void russian(String question, int memory) {
    assertFirst(question, memory);
  }

  @ParameterizedTest
  @CsvSource({
    "数据库连接超时, 20",
    "连接池在application.yml的配置, 20",
    "如何加密密码？, 21",
    "Argon2密码加密, 21",
    "队列为什么积压, 22",
    "删除缓存键, 23",
    "Redis缓存, 23",
    "键, 23",
  })
  void chinese(String question, int memory) {
    assertFirst(question, memory);
  }

  @ParameterizedTest
  @CsvSource({
    "データベース接続のタイムアウト, 24",
    "ﾀｲﾑｱｳﾄ, 24",
    "パスワードの保存, 25",
    "ﾊﾟｽﾜｰﾄﾞのﾊｯｼｭ化, 25",
    "パスワード, 25",
    "メッセージキューはなぜ詰まったのか, 26",
    "ｷｭｰが詰まる, 26",
    "キャッシュキーのテナント, 27",
    "テナントＩＤ, 27",
    "もじばけ, 28",
    "ろぐいん画面, 28",
  })
  void japanese(String question, int memory) {
    assertFirst(question, memory);
  }

  @ParameterizedTest
  @CsvSource({
    "when is a connection of the pool closed, 29",
    "password of a user, 30",
    "migration of the database, 31",
    "slow consumer, 32",
    "cache key of a tenant, 33",
  })
  void english(String question, int memory) {
    assertFirst(question, memory);
  }

  @Test
  void anInflectedWordOfAnotherLanguageIsToldAsAsked() {
    assertThat(evidence(ask("Passworts eines Benutzers")).terms())
        .containsExactlyInAnyOrder("Passworts", "Benutzers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "car",
        "MIT",
        "mit die",
        "die",
        "war",
        "sans",
        "pour",
        "son",
        "the car",
        "café car",
        "los",
        "van der car"
      })
  void aWordOfEnglishIsFoundThoughItIsASmallOneElsewhere(String question) {
    put(memory(90).context("cars"), memory(91).context(question));

    assertFirst(question, 91);
  }

  @Test
  void smallWordsOfAnotherLanguageDoNotSelectWhenOthersDo() {
    assertThat(evidence(ask("Wann werden sie nach Sekunden geschlossen")).terms())
        .containsExactlyInAnyOrder("Sekunden", "geschlossen");
  }

  private void assertFirst(String question, int memory) {
    assertThat(found(question)).as(question).first().isEqualTo(id(memory));
  }
}
