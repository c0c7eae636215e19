using System.Text;
using System.Text.Json;
using GdoiSim.Capture;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Keys stand in the side file that was asked for, and nowhere else.</summary>
public sealed class SecretsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("quickstart", "kek_sha256")]
    [InlineData("quickstart", "lkh_sha512")]
    [InlineData("reregistration-storm", "kek_sha256")]
    public void No_key_is_in_results_traces_or_what_is_told(string scenario, string acknowledgement)
    {
        string capture = _folder["capture.pcapng"];
        Outcome run = CommandLine.Run(
            "run", CommandLine.Scenario(scenario), "--set", "group.size=20", "--set",
            $"group.acknowledgement={acknowledgement}", "--trace", "1-20", "--no-charts", "--capture", capture, "-o",
            _folder["result"]);
        Assert.True(run.Code == 0, run.Error);

        List<byte[]> keys = Keys(capture);
        // KEKs or leaf keys, and the TEKs that the PUSHes bring.
        Assert.True(keys.Count >= (acknowledgement.StartsWith("lkh", StringComparison.Ordinal) ? 20 : 1) + 1);
        string[] files = Directory.GetFiles(_folder["result"], "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("manifest.json", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("trace.csv", StringComparison.Ordinal));
        AssertHasNone(keys, Encoding.UTF8.GetBytes(run.Output + run.Error), "what was told");
        foreach (string file in files)
        {
            AssertHasNone(keys, File.ReadAllBytes(file), Path.GetFileName(file));
        }

        // The check can fail: the side file has them.
        Assert.ThrowsAny<Exception>(() =>
            AssertHasNone(keys, File.ReadAllBytes(CaptureSecrets.PathFor(capture)), "the side file"));
    }

    [Fact]
    public void Registrations_have_keys_to_look_for()
    {
        string capture = _folder["capture.pcapng"];
        CommandLine.Run(
            "run", CommandLine.Scenario("reregistration-storm"), "--set", "group.size=3", "--no-charts", "--capture",
            capture, "-o", _folder["result"]);
        Assert.True(CaptureSecrets.Read(File.ReadLines(CaptureSecrets.PathFor(capture))).Phase1Sas.Count >= 3);
    }

    private static List<byte[]> Keys(string capture)
    {
        CaptureSecrets secrets = CaptureSecrets.Read(File.ReadLines(CaptureSecrets.PathFor(capture)));
        Assert.Null(secrets.Problem);
        var keys = new List<byte[]>();
        keys.AddRange(secrets.Keks.Select(kek => kek.AlgorithmKey[16..].ToArray()));
        keys.AddRange(secrets.BaseKeys.Select(key => key.BaseKey.ToArray()));
        foreach (CapturedPhase1 phase1 in secrets.Phase1Sas)
        {
            keys.AddRange([phase1.EncryptionKey.ToArray(), phase1.SkeyidA.ToArray()]);
        }

        Outcome decoded = CommandLine.Run("decode", capture, "--secrets", CaptureSecrets.PathFor(capture), "--json");
        Assert.Equal(0, decoded.Code);
        using var document = JsonDocument.Parse(decoded.Output);
        foreach (JsonElement message in document.RootElement.GetProperty("messages").EnumerateArray())
        {
            Collect(message.GetProperty("fields"), keys);
        }

        return keys;
    }

    private static void Collect(JsonElement fields, List<byte[]> keys)
    {
        foreach (JsonElement field in fields.EnumerateArray())
        {
            if (field.TryGetProperty("children", out JsonElement children))
            {
                if (field.GetProperty("name").GetString() == "TEK_ALGORITHM_KEY")
                {
                    JsonElement value = children[children.GetArrayLength() - 1].GetProperty("value");
                    keys.Add(Convert.FromHexString(value.GetString()!));
                }

                Collect(children, keys);
            }
        }
    }

    private static void AssertHasNone(List<byte[]> keys, byte[] octets, string where)
    {
        string text = Encoding.Latin1.GetString(octets);
        foreach (byte[] key in keys)
        {
            // Half of a key is as bad as all of it.
            byte[] part = key[..8];
            bool isFound = octets.AsSpan().IndexOf(part) >= 0
                || text.Contains(Convert.ToHexString(part), StringComparison.OrdinalIgnoreCase)
                || text.Contains(Convert.ToBase64String(key)[..10], StringComparison.Ordinal);
            Assert.False(isFound, $"a key is in {where}");
        }
    }
}
