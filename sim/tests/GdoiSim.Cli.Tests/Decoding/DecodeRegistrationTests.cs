using System.Text.Json;
using GdoiSim.Capture;
using Xunit;

namespace GdoiSim.Cli.Tests.Decoding;

/// <summary><c>gdoisim decode</c> on registrations: captures of runs, and single messages with keys.</summary>
public sealed class DecodeRegistrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Capture => _folder["run.pcapng"];

    private string Secrets => CaptureSecrets.PathFor(Capture);

    [Theory]
    [InlineData("full", "group.acknowledgement=kek_sha256")]
    [InlineData("full", "registration.authentication=rsa-2048")]
    [InlineData("pull", "group.acknowledgement=lkh_sha512")]
    public void A_capture_of_registrations_opens_with_its_side_file(string mode, string other)
    {
        Run(mode, "--set", other);
        Outcome outcome = CommandLine.Run("decode", Capture, "--secrets", Secrets, "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        (string Kind, string Check, string Outcome)[] checks = [.. Checks(outcome.Output)];
        string[] open =
        [
            .. checks.Where(check => check.Outcome != "passed").Select(check => check.Check).Distinct(),
        ];
        // The proof of phase 1 needs more than its keys.
        Assert.Equal(mode == "full" ? ["SIG or HASH"] : [], open);
        foreach (string subject in new[] { "HASH(1)", "HASH(2)", "HASH(3)", "HASH(4)", "KD against SA" })
        {
            Assert.True(checks.Count(check => check.Check == subject) >= 8, subject);
        }

        int phase1 = checks.Count(check => check == ("phase 1, main mode", "decryption", "passed"));
        Assert.True(mode == "full" ? phase1 >= 16 : phase1 == 0);
        Assert.Contains(("GROUPKEY-PUSH", "SIG", "passed"), checks);
        Assert.Contains(("GROUPKEY-PUSH-ACK", "HASH", "passed"), checks);
    }

    [Fact]
    public void The_keys_of_one_phase_1_open_its_registration_and_with_it_the_rekey()
    {
        Run("full", "--capture-members", "2");
        CapturedPhase1 keys = CaptureSecrets.Read(File.ReadLines(Secrets)).Phase1Sas.Single();
        string[] options =
        [
            "--phase1-key", Hex(keys.EncryptionKey), "--skeyid-a", Hex(keys.SkeyidA), "--phase1-cookies",
            Hex(keys.Cookies),
        ];
        Outcome outcome = CommandLine.Run(["decode", Capture, "--json", .. options]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        (string Kind, string Check, string Outcome)[] checks = [.. Checks(outcome.Output)];
        Assert.Contains(("GROUPKEY-PULL", "HASH(4)", "passed"), checks);
        Assert.Contains(("GROUPKEY-PUSH", "decryption", "passed"), checks);
        Assert.Contains(("GROUPKEY-PUSH-ACK", "HASH", "passed"), checks);
        Assert.DoesNotContain(checks, check => check.Check == "decryption" && check.Outcome != "passed");

        string text = CommandLine.Run(["decode", Capture, .. options]).Output;
        Assert.Contains("KEK that frame ", text, StringComparison.Ordinal);
        Assert.Contains("  SAK\n", text, StringComparison.Ordinal);
        Assert.Contains("KEK_ALGORITHM_KEY", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_octet_of_a_PULL_is_found_and_named()
    {
        Run("full");
        byte[] file = File.ReadAllBytes(Capture);
        CapturedFrame[] frames = [.. CaptureFile.Read(file).Frames];
        foreach (string step in new[] { "reply to PullRequest", "reply to KeyDownload" })
        {
            CapturedFrame frame = frames.First(frame => frame.Comment!.EndsWith(step, StringComparison.Ordinal));
            int place = file.AsSpan().IndexOf(frame.Octets.Span) + frame.Octets.Length - 40;
            byte[] changed = [.. file];
            changed[place] ^= 1;
            File.WriteAllBytes(_folder["changed.pcapng"], changed);
            Outcome outcome = CommandLine.Run("decode", _folder["changed.pcapng"], "--secrets", Secrets, "-q");
            Assert.Equal(1, outcome.Code);
            string[] lines = outcome.Output.Split('\n');
            Assert.StartsWith($"frame {frame.Number}, ", lines[0]);
            Assert.EndsWith("octets: not valid", lines[1]);
            Assert.Matches("^  wrong: octets? [0-9]+", lines[2]);
        }
    }

    [Fact]
    public void Without_keys_it_says_so()
    {
        Run("full");
        Outcome outcome = CommandLine.Run("decode", Capture);
        Assert.Equal(0, outcome.Code);
        Assert.Contains("  decryption: not checked: no key of its phase 1 was given\n", outcome.Output);
    }

    [Theory]
    [InlineData("--phase1-key: allowed: 32 or 48 or 64 hexadecimal digits", "--phase1-key", "00")]
    [InlineData("--phase1-key: allowed: ", "--phase1-key", "0g0102030405060708090a0b0c0d0e0f")]
    [InlineData("--skeyid-a: found without --phase1-key; allowed: with it", "--skeyid-a", "00")]
    [InlineData("--iv: found without --phase1-key; allowed: with it", "--iv", "00")]
    [InlineData(
        "--last-block: allowed: 32 hexadecimal digits", "--phase1-key", "000102030405060708090a0b0c0d0e0f",
        "--last-block", "0001")]
    public void Keys_of_phase_1_that_are_none_are_told(string told, params string[] options)
    {
        Outcome outcome = CommandLine.Run(["decode", Vectors.Ack(1), .. options]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains($"error: {told}", outcome.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Kind, string Check, string Outcome)> Checks(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (JsonElement message in document.RootElement.GetProperty("messages").EnumerateArray())
        {
            foreach (JsonElement check in message.GetProperty("checks").EnumerateArray())
            {
                yield return (
                    message.GetProperty("kind").GetString()!,
                    check.GetProperty("subject").GetString()!,
                    check.GetProperty("outcome").GetString()!);
            }
        }
    }

    private static string Hex(ReadOnlyMemory<byte> octets) => Convert.ToHexStringLower(octets.Span);

    private void Run(string mode, params string[] options)
    {
        Outcome run = CommandLine.Run(
            ["run", CommandLine.Scenario("reregistration-storm"), "--set", "group.size=8", "--set",
                $"registration.mode={mode}", "--no-charts", "-q", "-o", _folder["run"], "--capture", Capture,
                .. options]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }
}
