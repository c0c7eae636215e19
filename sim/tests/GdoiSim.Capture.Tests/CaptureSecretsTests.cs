using System.Text;
using Xunit;

namespace GdoiSim.Capture.Tests;

public class CaptureSecretsTests
{
    private const string Head = """{"format":"gdoisim-capture-secrets","version":1}""";
    private const string Cookies = "ccd708e14656862c8b90e720e8c298e4";

    [Fact]
    public void What_was_written_is_read()
    {
        byte[] cookies = Convert.FromHexString(Cookies);
        byte[] kek = [.. Enumerable.Range(1, 48).Select(value => (byte)value)];
        var stream = new MemoryStream();
        using (var writer = new CaptureSecretsWriter(stream))
        {
            writer.WriteKek(cookies, kek, ackRequested: 4);
            writer.WriteBaseKey(cookies, 12, "10.0.0.12", kek.AsSpan(0, 16));
            writer.WriteBaseKey(cookies, 13, "oid:06\"", kek.AsSpan(0, 32));
            writer.WritePublicKey([0x30, 0x03]);
            writer.WritePhase1(new CapturedPhase1(
                cookies, kek.AsMemory(0, 24), kek.AsMemory(1, 32), kek.AsMemory(2, 16)));
        }

        CaptureSecrets read = CaptureSecrets.Read(Encoding.UTF8.GetString(stream.ToArray()).Split('\n'));
        Assert.Null(read.Problem);
        CapturedKek first = Assert.Single(read.Keks);
        Assert.Equal(cookies, first.Cookies.ToArray());
        Assert.Equal(kek, first.AlgorithmKey.ToArray());
        Assert.Equal(4, first.AckRequested);
        Assert.Equal([(12, "10.0.0.12"), (13, "oid:06\"")], read.BaseKeys.Select(key => (key.Member, key.Identity)));
        Assert.Equal(kek[..16], read.BaseKeys[0].BaseKey.ToArray());
        Assert.Equal([0x30, 0x03], Assert.Single(read.PublicKeys).ToArray());
        CapturedPhase1 phase1 = Assert.Single(read.Phase1Sas);
        Assert.Equal(cookies, phase1.Cookies.ToArray());
        Assert.Equal(kek[..24], phase1.EncryptionKey.ToArray());
        Assert.Equal(kek[1..33], phase1.SkeyidA.ToArray());
        Assert.Equal(kek[2..18], phase1.LastBlock.ToArray());
    }

    [Theory]
    [InlineData("", "line 1: found nothing")]
    [InlineData("{}", "line 1: found no head of this format")]
    [InlineData("""{"format":"gdoisim-capture-secrets","version":2}""", "line 1: found no head of this format")]
    [InlineData(Head + "\nkek", "line 2: found no JSON object")]
    [InlineData(Head + "\n[1]", "line 2: found no JSON object")]
    [InlineData(Head + "\n{}", "line 2: found another object")]
    [InlineData(Head + "\n" + """{"kek":"00","cookies":"00"}""", "line 2: cookies: found other than 16 octets")]
    [InlineData(Head + "\n" + """{"kek":"00"}""", "line 2: kek: found another length, or no cookies")]
    [InlineData(Head + "\n\n" + """{"public_key":"\ud800"}""", "line 3: found another object")]
    [InlineData(Head + "\n" + """{"base_key":"00","member":0,"identity":"10.0.0.1"}""", "line 2: base_key: found it")]
    [InlineData(Head + "\n" + """{"base_key":"zz","member":1,"identity":"10.0.0.1"}""", "line 2: base_key: found it")]
    [InlineData(Head + "\n" + """{"phase1_key":"00"}""", "line 2: phase1_key: found it, cookies, skeyid_a")]
    [InlineData(Head + "\n" + """{"phase1_key":0,"cookies":"00"}""", "line 2: cookies: found other than 16 octets")]
    public void What_is_wrong_is_told_with_its_line(string text, string problem)
    {
        string[] lines = text.Length == 0 ? [] : text.Split('\n');
        Assert.StartsWith(problem, CaptureSecrets.Read(lines).Problem);
    }

    [Fact]
    public void Wrong_lengths_are_not_written()
    {
        using var writer = new CaptureSecretsWriter(new MemoryStream());
        Assert.Throws<ArgumentException>(() => writer.WriteKek(new byte[15], new byte[32]));
        Assert.Throws<ArgumentException>(() => writer.WriteKek(new byte[16], new byte[33]));
        Assert.Throws<ArgumentException>(() => writer.WriteKek(new byte[16], new byte[32], 5));
        Assert.Throws<ArgumentException>(() => writer.WriteBaseKey(new byte[16], 1, "x", default));
        Assert.Throws<ArgumentException>(() => writer.WritePhase1(
            new CapturedPhase1(new byte[16], new byte[16], new byte[32], new byte[15])));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteBaseKey(new byte[16], 0, "x", new byte[16]));
    }
}
