using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests;

/// <summary>
/// The first example of the project's README, run: what stands there compiles and prints what it says.
/// </summary>
public class ReadmeExample
{
    [Fact]
    public void The_example_prints_what_the_README_says()
    {
        using var Console = new StringWriter();

        // README begins here.
        ICryptographyProvider provider = new SystemCryptographyProvider();
        byte[] algorithmKey = Convert.FromHexString(                        // IV | key
            "8329f4ba4863c168a8da6aaeb8f640c06545aaa607725f070f36583c5a58654d");
        var kek = new Kek(algorithmKey);
        var spi = new Cookies(0xccd708e14656862c, 0x8b90e720e8c298e4);      // the cookies of the PUSH

        // Group member: the KEK that decrypted the PUSH is the base key of REKEY_ACK_KEK_SHA256.
        var ackKey = AckKey.Derive(provider, KekAckRequested.KekSha256.Prf(), kek.Key, spi);
        Span<byte> datagram = stackalloc byte[128];
        var member = GroupMemberIdentity.IPv4(0x0a00010b);                   // 10.0.1.11
        GroupkeyPushAck.TryWrite(datagram, provider, ackKey, spi, new SequenceNumber(2), member, out int length);

        // Key server.
        DiscardReason reason = GroupkeyPushAck.TryParse(datagram[..length], out GroupkeyPushAck ack);
        if (reason == DiscardReason.None)
        {
            reason = ack.Verify(provider, ackKey);                           // HASH, compared in constant time
        }

        Console.WriteLine($"{reason.ToName()}: {ack.ReadIdentity()} acknowledges {ack.Sequence}");
        // README ends here.

        Assert.Equal("none: 10.0.1.11 acknowledges 2", Console.ToString().TrimEnd());
        Assert.Equal(Lines("ReadmeExample.cs", "// README begins here.", "// README ends here."), ReadmeLines());
    }

    private static List<string> ReadmeLines() =>
        [.. Lines("README.md", "```csharp", "```").Where(line => !line.StartsWith("using ", StringComparison.Ordinal))];

    // The lines between two marks, without indentation and empty lines.
    private static List<string> Lines(string resource, string begin, string end)
    {
        using Stream stream = typeof(ReadmeExample).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n').Select(line => line.Trim())
                .SkipWhile(line => line != begin).Skip(1)
                .TakeWhile(line => line != end)
                .Where(line => line.Length > 0),
        ];
    }
}
