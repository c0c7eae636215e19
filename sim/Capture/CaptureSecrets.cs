using System.Text.Json;

namespace GdoiSim.Capture;

/// <summary>A KEK of a captured group.</summary>
/// <param name="Cookies">The SPI of its Rekey SA: 16 octets.</param>
/// <param name="AlgorithmKey">IV (16 octets) and key (16, 24 or 32), as KEK_ALGORITHM_KEY has them.</param>
/// <param name="AckRequested">KEK_ACK_REQUESTED of the Rekey SA, 1 to 4; null: none, or not known.</param>
public sealed record CapturedKek(
    ReadOnlyMemory<byte> Cookies, ReadOnlyMemory<byte> AlgorithmKey, int? AckRequested = null);

/// <summary>A member's own base key of acknowledgements: its leaf key (RFC 8263 section 2.2).</summary>
/// <param name="Cookies">The SPI that it is used under; empty for any.</param>
/// <param name="Member">The member's number, from 1.</param>
/// <param name="Identity">Its identity: an IP address, or "oid:" and hexadecimal digits.</param>
/// <param name="BaseKey">The key, without IV.</param>
public sealed record CapturedBaseKey(
    ReadOnlyMemory<byte> Cookies, int Member, string Identity, ReadOnlyMemory<byte> BaseKey);

/// <summary>The keys of a phase 1 SA that registrations of a captured group ran under (RFC 2409 section 5).</summary>
/// <param name="Cookies">CKY-I and CKY-R: 16 octets.</param>
/// <param name="EncryptionKey">The key of AES-CBC: 16, 24 or 32 octets.</param>
/// <param name="SkeyidA">SKEYID_a: 32 or 64 octets.</param>
/// <param name="LastBlock">The last ciphertext block of phase 1: 16 octets.</param>
public sealed record CapturedPhase1(
    ReadOnlyMemory<byte> Cookies,
    ReadOnlyMemory<byte> EncryptionKey,
    ReadOnlyMemory<byte> SkeyidA,
    ReadOnlyMemory<byte> LastBlock);

/// <summary>
/// The side file of a capture that holds the keys of its messages, so that <c>gdoisim decode</c> can read and check
/// them. UTF-8, a JSON object a line; the first line names the format:
/// <code>
/// {"format":"gdoisim-capture-secrets","version":1}
/// {"kek":"IV and key","cookies":"32 digits","kek_ack_requested":1}
/// {"base_key":"key","cookies":"32 digits","member":12,"identity":"10.0.0.12"}
/// {"public_key":"DER SubjectPublicKeyInfo"}
/// {"phase1_key":"key of AES-CBC","cookies":"32 digits","skeyid_a":"SKEYID_a","last_block":"32 digits"}
/// </code>
/// Octets are hexadecimal digits. A reader passes over members of an object that it does not know.
/// </summary>
public sealed class CaptureSecrets
{
    /// <summary>What the first line says.</summary>
    public const string Format = "gdoisim-capture-secrets";

    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    private const int CookieOctets = 16;

    private readonly List<CapturedKek> _keks = [];
    private readonly List<CapturedBaseKey> _baseKeys = [];
    private readonly List<ReadOnlyMemory<byte>> _publicKeys = [];
    private readonly List<CapturedPhase1> _phase1Sas = [];

    private CaptureSecrets()
    {
    }

    /// <summary>The KEKs, in the order of the file.</summary>
    public IReadOnlyList<CapturedKek> Keks => _keks;

    /// <summary>The members' own base keys, in the order of the file.</summary>
    public IReadOnlyList<CapturedBaseKey> BaseKeys => _baseKeys;

    /// <summary>The public keys of the key server, in DER.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> PublicKeys => _publicKeys;

    /// <summary>The keys of phase 1 SAs, in the order of the file.</summary>
    public IReadOnlyList<CapturedPhase1> Phase1Sas => _phase1Sas;

    /// <summary>The first thing that is wrong: line, what was found, what is allowed. Null if nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>The usual name of the side file of a capture.</summary>
    public static string PathFor(string captureFile) => captureFile + ".secrets.jsonl";

    /// <summary>Reads a side file's lines. Never throws for what they contain.</summary>
    public static CaptureSecrets Read(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var secrets = new CaptureSecrets();
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.Length > 0 && (number == 1 ? TakeHead(line) : secrets.Take(line)) is { } problem)
            {
                secrets.Problem = $"line {number}: {problem}";
                return secrets;
            }
        }

        secrets.Problem = number == 0 ? $"line 1: found nothing; allowed: {Head()}" : null;
        return secrets;
    }

    internal static string Head() => $"{{\"format\":\"{Format}\",\"version\":{Version}}}";

    private static string? TakeHead(string line)
    {
        using JsonDocument? document = Parse(line);
        bool isHead = document is not null
            && Text(document.RootElement, "format") == Format
            && Number(document.RootElement, "version") == Version;
        return isHead ? null : $"found no head of this format; allowed: {Head()}";
    }

    private string? Take(string line)
    {
        const string allowed = "an object with kek, base_key, public_key or phase1_key in hexadecimal digits";
        using JsonDocument? document = Parse(line);
        if (document is null)
        {
            return $"found no JSON object; allowed: {allowed}";
        }

        JsonElement row = document.RootElement;
        byte[]? cookies = Octets(row, "cookies");
        if (row.TryGetProperty("cookies", out _) && cookies?.Length != CookieOctets)
        {
            return "cookies: found other than 16 octets; allowed: 32 hexadecimal digits";
        }

        if (row.TryGetProperty("kek", out _))
        {
            return TakeKek(cookies, row);
        }

        if (row.TryGetProperty("base_key", out _))
        {
            return TakeBaseKey(cookies, row);
        }

        if (row.TryGetProperty("phase1_key", out _))
        {
            return TakePhase1(cookies, row);
        }

        if (Octets(row, "public_key") is { Length: > 0 } publicKey)
        {
            _publicKeys.Add(publicKey);
            return null;
        }

        return $"found another object; allowed: {allowed}";
    }

    private string? TakeKek(byte[]? cookies, JsonElement row)
    {
        byte[]? algorithmKey = Octets(row, "kek");
        if (algorithmKey?.Length is not (32 or 40 or 48) || cookies is null)
        {
            return "kek: found another length, or no cookies; allowed: IV of 16 octets and key of 16, 24 or 32, "
                + "and the cookies of its Rekey SA";
        }

        int? requested = Number(row, "kek_ack_requested");
        if (row.TryGetProperty("kek_ack_requested", out _) && requested is not (>= 1 and <= 4))
        {
            return "kek_ack_requested: found another value; allowed: 1 to 4 (RFC 8263 section 8)";
        }

        _keks.Add(new CapturedKek(cookies, algorithmKey, requested));
        return null;
    }

    private string? TakePhase1(byte[]? cookies, JsonElement row)
    {
        if (cookies is null
            || Octets(row, "phase1_key") is not { Length: 16 or 24 or 32 } key
            || Octets(row, "skeyid_a") is not { Length: 32 or 64 } skeyidA
            || Octets(row, "last_block") is not { Length: 16 } lastBlock)
        {
            return "phase1_key: found it, cookies, skeyid_a or last_block missing or of another length; allowed: 16, "
                + "24 or 32 octets, 16, 32 or 64, and 16";
        }

        _phase1Sas.Add(new CapturedPhase1(cookies, key, skeyidA, lastBlock));
        return null;
    }

    private string? TakeBaseKey(byte[]? cookies, JsonElement row)
    {
        if (Octets(row, "base_key") is not { Length: > 0 } key
            || Number(row, "member") is not > 0
            || Text(row, "identity") is not { Length: > 0 } identity)
        {
            return "base_key: found it, member or identity missing or wrong; allowed: hexadecimal digits, "
                + "a number from 1, an address or oid:";
        }

        _baseKeys.Add(new CapturedBaseKey(cookies ?? [], Number(row, "member")!.Value, identity, key));
        return null;
    }

    private static JsonDocument? Parse(string line)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        return null;
    }

    private static string? Text(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: no text.
            return null;
        }
    }

    private static int? Number(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out int number)
            ? number
            : null;

    private static byte[]? Octets(JsonElement row, string name)
    {
        string? text = Text(row, name);
        if (text is null || text.Length % 2 != 0 || text.Any(digit => !char.IsAsciiHexDigit(digit)))
        {
            return null;
        }

        return Convert.FromHexString(text);
    }
}
