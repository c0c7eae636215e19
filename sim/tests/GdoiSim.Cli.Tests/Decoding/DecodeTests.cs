using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace GdoiSim.Cli.Tests.Decoding;

/// <summary><c>gdoisim decode</c> on single messages.</summary>
public sealed class DecodeTests : IDisposable
{
    private const string AckAsText = """
        GROUPKEY-PUSH-ACK, 84 octets: valid
          HASH: not checked: no base key for it was given
              0  HDR
              0    initiator cookie: ccd708e14656862c
              8    responder cookie: 8b90e720e8c298e4
             16    next payload: HASH (8)
             17    version: 1.0
             18    exchange type: GROUPKEY-PUSH-ACK (35)
             19    flags: none (0x00)
             20    message ID: 0
             24    length: 84
             28  HASH
             28    next payload: SEQ (18)
             29    reserved: 0
             30    payload length: 36
             32    hash data: 5963a3284f1bad8ccf0875301e6c291308bc9c33649795dc70515eb868b1db98
             64  SEQ: 2
             64    next payload: ID (5)
             65    reserved: 0
             66    payload length: 8
             68    sequence number: 2
             72  ID: 10.0.1.11
             72    next payload: none (0)
             73    reserved: 0
             74    payload length: 12
             76    ID type: ID_IPV4_ADDR (1)
             77    protocol ID: 0
             78    port: 0
             80    identification data: 10.0.1.11


        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_message_is_told_field_by_field()
    {
        Outcome outcome = CommandLine.Run("decode", Vectors.Ack(1));
        Assert.Equal(new Outcome(0, Lines(AckAsText), ""), outcome with { Output = Lines(outcome.Output) });
    }

    [Fact]
    public void Digits_binary_and_standard_input_say_the_same()
    {
        byte[] message = Convert.FromHexString(Vectors.Ack(1));
        string spaced = string.Join("\n", Vectors.Ack(1).Chunk(32).Select(line => new string(line)));
        File.WriteAllBytes(_folder["binary"], message);
        File.WriteAllText(_folder["digits"], spaced + "\n");
        foreach (Outcome outcome in new[]
        {
            CommandLine.Run("decode", spaced),
            CommandLine.Run("decode", _folder["binary"]),
            CommandLine.Run("decode", _folder["digits"]),
            FromStandardInput(message),
            FromStandardInput(Encoding.ASCII.GetBytes(spaced)),
        })
        {
            Assert.Equal(new Outcome(0, Lines(AckAsText), ""), outcome with { Output = Lines(outcome.Output) });
        }
    }

    [Theory]
    [InlineData(17, "20", "octet 17: found 2.0; allowed: 1.0 (RFC 2408 section 3.1) (version)")]
    [InlineData(19, "01", "octet 19: found E (0x01); allowed: none (0x00) (flags)")]
    [InlineData(
        23, "01",
        "octets 20 to 23: found "
        + "1; allowed: 0 (RFC 6407 section 4.2, RFC 8263 section 3.1) (message_id)")]
    [InlineData(
        27, "53",
        "octets 24 to 27: found "
        + "83; allowed: 84, as many as there are: 1 follow the end (trailing_octets)")]
    [InlineData(
        31, "25",
        "octets 30 to 31: found "
        + "a payload length of 37; allowed: 36 (SHA-256) or 68 (SHA-512): RFC 8263 section 3.2 (hash_length)")]
    [InlineData(64, "0e", "octet 64: found next payload unknown (14); allowed: ID (5) (payload_type_unknown)")]
    [InlineData(65, "ff", "octet 65: found 255; allowed: 0 (reserved_not_zero)")]
    [InlineData(
        75, "0d",
        "octets 74 to 75: found "
        + "a payload length of 13; allowed: 4 to 12: what is left (payload_past_end)")]
    [InlineData(76, "05", "octets 80 to 83: found 4 octets; allowed: 16 for ID_IPV6_ADDR (5) (identity_length)")]
    [InlineData(
        79, "01",
        "octets 78 to 79: found "
        + "1; allowed: 0 (RFC 8263 section 3.4, RFC 6407 section 5.1) (identity_port)")]
    public void The_octet_that_is_wrong_is_named(int place, string octet, string told)
    {
        string wrong = Vectors.Ack(1).Remove(2 * place, 2).Insert(2 * place, octet);
        Outcome outcome = CommandLine.Run("decode", wrong);
        Assert.Equal(1, outcome.Code);
        string[] lines = Lines(outcome.Output).Split('\n');
        Assert.Equal("GROUPKEY-PUSH-ACK, 84 octets: not valid", lines[0]);
        Assert.Equal("  wrong: " + told, lines[1]);
        Assert.Contains(lines, line => line.StartsWith('>'));
    }

    [Fact]
    public void Quiet_tells_nothing_of_what_is_valid()
    {
        Assert.Equal(new Outcome(0, "", ""), CommandLine.Run("decode", Vectors.Ack(1), "--quiet"));
        Assert.Equal(3, Lines(CommandLine.Run("decode", Vectors.Ack(1)[2..], "-q").Output).Split('\n').Length);
    }

    [Fact]
    public void Keys_decrypt_and_check()
    {
        File.WriteAllBytes(_folder["key.der"], Vectors.PublicKey);
        File.WriteAllText(_folder["key.pem"], PemEncoding.WriteString("PUBLIC KEY", Vectors.PublicKey));
        foreach (string name in new[] { "key.der", "key.pem" })
        {
            string output = CommandLine.Run(
                "decode", Vectors.Push, "--kek", new string('0', 64), "--kek", Vectors.Kek,
                "--public-key", _folder[name]).Output;
            Assert.Contains("  decryption: passed: --kek 2, 128-bit AES-CBC\n", Lines(output));
            Assert.Contains(
                $"  SIG: passed: {_folder[name]}; the signed Length is without padding\n", Lines(output));
        }

        string[] keys =
            ["--base-key", Vectors.BaseKey(2), "--base-key", Vectors.BaseKey(4), "--kek", Vectors.Kek];
        foreach (int type in new[] { 1, 2, 3, 4 })
        {
            string key = type % 2 == 1 ? "--kek 1" : "--base-key";
            (string own, string other) = type <= 2 ? ("512", "256") : ("1024", "512");
            string otherAck = Vectors.Ack(type).Replace(Vectors.Hash(type), Vectors.OtherHash(type));
            AssertHash(CommandLine.Run(["decode", Vectors.Ack(type), .. keys]), key, own, "the prf's block");
            AssertHash(CommandLine.Run(["decode", otherAck, .. keys]), key, other, "the prf's output");
        }
    }

    [Fact]
    public void Keys_that_do_not_fit_make_a_message_not_valid()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_folder["other.pem"], ecdsa.ExportSubjectPublicKeyInfoPem());
        AssertFails(
            "octets 817 to 1072: found a signature of 256 octets",
            CommandLine.Run("decode", Vectors.Push, "--kek", Vectors.Kek, "--public-key", _folder["other.pem"]));
        AssertFails(
            "octets 28 to 31: found under none of the KEKs",
            CommandLine.Run("decode", Vectors.Push, "--kek", new string('0', 96)));
        AssertFails(
            "octets 32 to 63: found a HASH that is not the one under --base-key 1",
            CommandLine.Run("decode", Vectors.Ack(1), "--base-key", Vectors.BaseKey(2)));
    }

    [Fact]
    public void A_KEK_alone_does_not_judge_an_acknowledgement_that_is_said_to_be_of_an_LKH_type()
    {
        string[] kek = ["--kek", Vectors.Kek];
        Outcome unknown = CommandLine.Run(["decode", Vectors.Ack(2), .. kek]);
        AssertFails("octets 32 to 63: found a HASH that is not the one under --kek 1", unknown);
        Assert.Contains("an LKH type needs the member's leaf key, --base-key", unknown.Output);

        Outcome said = CommandLine.Run(["decode", Vectors.Ack(2), "--ack-type", "lkh_sha256", .. kek]);
        Assert.Equal(0, said.Code);
        Assert.Contains("  HASH: not checked: no leaf key for it was given\n", Lines(said.Output));
        Outcome checkedToo = CommandLine.Run(
            ["decode", Vectors.Ack(2), "--ack-type", "lkh_sha256", "--base-key", Vectors.BaseKey(2), .. kek]);
        Assert.Contains("  HASH: passed: --base-key 1", Lines(checkedToo.Output));

        // Of a KEK type, it is another HASH for certain.
        Outcome kekType = CommandLine.Run(["decode", Vectors.Ack(2), "--ack-type", "kek_sha256", .. kek]);
        AssertFails("octets 32 to 63: found a HASH that is not the one under --kek 1", kekType);
        Assert.DoesNotContain("leaf key", kekType.Output);
        AssertFails(
            "octets 32 to 63: found a HASH of 32 octets; allowed: 64, for REKEY_ACK_LKH_SHA512 (4) (hash_length)",
            CommandLine.Run(["decode", Vectors.Ack(2), "--ack-type", "lkh_sha512", .. kek]));
        Outcome wrong = CommandLine.Run(["decode", Vectors.Ack(2), "--ack-type", "sha256"]);
        Assert.Equal(2, wrong.Code);
        Assert.Contains("--ack-type: found 'sha256'; allowed: kek_sha256, lkh_sha256, ", wrong.Error);
    }

    [Fact]
    public void The_JSON_form_holds_all_of_it()
    {
        Outcome outcome = CommandLine.Run("decode", Vectors.Push, "--kek", Vectors.Kek, "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        using var document = JsonDocument.Parse(outcome.Output);
        JsonElement message = document.RootElement.GetProperty("messages")[0];
        Assert.True(document.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal("GROUPKEY-PUSH", message.GetProperty("kind").GetString());
        Assert.Equal("none", message.GetProperty("verdict").GetString());
        Assert.Equal(
            ["HDR", "SEQ", "D", "D", "SA", "KD", "SIG", "padding"],
            message.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()!));
        JsonElement sak = message.GetProperty("fields")[4].GetProperty("children")[7];
        Assert.Equal(
            ("SAK", 96, 77),
            (sak.GetProperty("name").GetString(), sak.GetProperty("offset").GetInt32(),
                sak.GetProperty("length").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("no-such-file")]
    public void Input_that_is_none_is_told(string input)
    {
        Outcome outcome = CommandLine.Run("decode", input);
        string error = $"INPUT: found '{input}'; allowed: a file that exists, '-' for standard input, or hexadecimal "
            + "digits in pairs";
        Assert.Equal(new Outcome(2, "", $"error: {error}\n"), outcome with { Error = Lines(outcome.Error) });
    }

    [Fact]
    public void Keys_that_are_none_are_told_all_at_once()
    {
        File.WriteAllText(_folder["no.pem"], "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        File.WriteAllText(_folder["no.jsonl"], "{}");
        Outcome outcome = CommandLine.Run(
            "decode", Vectors.Ack(1), "--kek", "00", "--base-key", "xy", "--public-key", _folder["no.pem"],
            "--public-key", _folder["absent"], "--secrets", _folder["no.jsonl"]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        string[] told = Lines(outcome.Error).TrimEnd('\n').Split('\n');
        Assert.Equal(5, told.Length);
        Assert.All(told, line => Assert.StartsWith("error: ", line));
        Assert.Equal(4, told.Count(line => line.Contains("allowed:")));
        // Secrets never come back in messages.
        Assert.DoesNotContain("xy", outcome.Error);
    }

    private static void AssertHash(Outcome outcome, string key, string bits, string reading)
    {
        Assert.Equal(0, outcome.Code);
        string line = Lines(outcome.Output).Split('\n')
            .Single(text => text.StartsWith("  HASH: ", StringComparison.Ordinal));
        Assert.StartsWith($"  HASH: passed: {key}", line);
        Assert.EndsWith($"; L is {bits}, {reading}", line);
    }

    private static void AssertFails(string told, Outcome outcome)
    {
        Assert.Equal(1, outcome.Code);
        Assert.Contains($"  wrong: {told}", outcome.Output);
    }

    private static Outcome FromStandardInput(byte[] octets) => CommandLine.Run(
        new Terminal
        {
            Output = new StringWriter(),
            Error = new StringWriter(),
            OpenInput = () => new MemoryStream(octets),
        },
        "decode",
        "-");

    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
