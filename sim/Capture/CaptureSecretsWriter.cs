using System.Text;
using System.Text.Json;

namespace GdoiSim.Capture;

/// <summary>
/// Writes the side file that <see cref="CaptureSecrets"/> reads. It holds keys in the clear: it is written only where
/// someone asks for it, beside the capture and nowhere else.
/// </summary>
public sealed class CaptureSecretsWriter : IDisposable
{
    private readonly StreamWriter _writer;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to; closed with the writer.</param>
    public CaptureSecretsWriter(Stream stream)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        {
            NewLine = "\n",
        };
        _writer.WriteLine(CaptureSecrets.Head());
    }

    /// <summary>Adds a KEK.</summary>
    /// <param name="cookies">The SPI of its Rekey SA: 16 octets.</param>
    /// <param name="algorithmKey">IV and key, as KEK_ALGORITHM_KEY has them.</param>
    /// <param name="ackRequested">KEK_ACK_REQUESTED of the Rekey SA, 1 to 4; null: none.</param>
    /// <exception cref="ArgumentException">Another number of octets, or another value.</exception>
    public void WriteKek(ReadOnlySpan<byte> cookies, ReadOnlySpan<byte> algorithmKey, int? ackRequested = null)
    {
        CheckCookies(cookies);
        if (algorithmKey.Length is not (32 or 40 or 48))
        {
            throw new ArgumentException($"{algorithmKey.Length} octets; allowed: 32, 40 or 48", nameof(algorithmKey));
        }

        if (ackRequested is not null and not (>= 1 and <= 4))
        {
            throw new ArgumentException($"{ackRequested}; allowed: 1 to 4, or none", nameof(ackRequested));
        }

        string requested = ackRequested is { } value ? $",\"kek_ack_requested\":{value}" : "";
        _writer.WriteLine($"{{\"kek\":\"{Hex(algorithmKey)}\",\"cookies\":\"{Hex(cookies)}\"{requested}}}");
    }

    /// <summary>Adds a member's own base key, for the LKH types of acknowledgements.</summary>
    /// <param name="cookies">The SPI that it is used under: 16 octets.</param>
    /// <param name="member">The member's number, from 1.</param>
    /// <param name="identity">Its identity: an IP address, or "oid:" and hexadecimal digits.</param>
    /// <param name="baseKey">The key, without IV.</param>
    /// <exception cref="ArgumentException">Another number of octets, or a value that is not allowed.</exception>
    public void WriteBaseKey(ReadOnlySpan<byte> cookies, int member, string identity, ReadOnlySpan<byte> baseKey)
    {
        CheckCookies(cookies);
        ArgumentOutOfRangeException.ThrowIfLessThan(member, 1);
        ArgumentException.ThrowIfNullOrEmpty(identity);
        if (baseKey.IsEmpty)
        {
            throw new ArgumentException("no octets; allowed: 1 or more", nameof(baseKey));
        }

        _writer.WriteLine(
            $"{{\"base_key\":\"{Hex(baseKey)}\",\"cookies\":\"{Hex(cookies)}\",\"member\":{member},"
            + $"\"identity\":\"{JsonEncodedText.Encode(identity)}\"}}");
    }

    /// <summary>Adds a public key of the key server.</summary>
    /// <param name="subjectPublicKeyInfo">The key in DER.</param>
    public void WritePublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        _writer.WriteLine($"{{\"public_key\":\"{Hex(subjectPublicKeyInfo)}\"}}");

    /// <summary>Adds the keys of a phase 1 SA.</summary>
    /// <param name="phase1">The keys.</param>
    /// <exception cref="ArgumentException">Another number of octets than its members allow.</exception>
    public void WritePhase1(CapturedPhase1 phase1)
    {
        ArgumentNullException.ThrowIfNull(phase1);
        CheckCookies(phase1.Cookies.Span);
        if (phase1.EncryptionKey.Length is not (16 or 24 or 32)
            || phase1.SkeyidA.Length is not (32 or 64)
            || phase1.LastBlock.Length != 16)
        {
            throw new ArgumentException(
                $"{phase1.EncryptionKey.Length}, {phase1.SkeyidA.Length} and {phase1.LastBlock.Length} octets; "
                + "allowed: 16, 24 or 32, 32 or 64, and 16",
                nameof(phase1));
        }

        _writer.WriteLine(
            $"{{\"phase1_key\":\"{Hex(phase1.EncryptionKey.Span)}\",\"cookies\":\"{Hex(phase1.Cookies.Span)}\","
            + $"\"skeyid_a\":\"{Hex(phase1.SkeyidA.Span)}\",\"last_block\":\"{Hex(phase1.LastBlock.Span)}\"}}");
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static void CheckCookies(ReadOnlySpan<byte> cookies)
    {
        if (cookies.Length != 16)
        {
            throw new ArgumentException($"{cookies.Length} octets; allowed: 16", nameof(cookies));
        }
    }

    private static string Hex(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(octets);
}
