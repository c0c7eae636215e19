using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using GdoiSim.Capture;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Cli.Decoding;

/// <summary>Takes the keys of the command line and of side files.</summary>
internal sealed class DecodeKeys
{
    private readonly List<NamedKek> _keks = [];
    private readonly List<NamedBaseKey> _baseKeys = [];
    private readonly List<NamedPublicKey> _publicKeys = [];
    private readonly List<NamedPhase1> _phase1Sas = [];

    private static readonly (string Name, KekAckRequested Type)[] Types =
    [
        ("kek_sha256", KekAckRequested.KekSha256),
        ("lkh_sha256", KekAckRequested.LkhSha256),
        ("kek_sha512", KekAckRequested.KekSha512),
        ("lkh_sha512", KekAckRequested.LkhSha512),
    ];

    private KekAckRequested _acknowledgement;

    /// <summary>What was wrong, a line each; empty if nothing was.</summary>
    public List<string> Problems { get; } = [];

    public InspectionKeys Keys => new()
    {
        Keks = _keks,
        BaseKeys = _baseKeys,
        PublicKeys = _publicKeys,
        Phase1Sas = _phase1Sas,
        Acknowledgement = _acknowledgement,
    };

    /// <summary>IV and key in hexadecimal digits.</summary>
    public void AddKek(string text)
    {
        if (Octets(text) is { Length: 32 or 40 or 48 } octets)
        {
            _keks.Add(new NamedKek($"--kek {_keks.Count + 1}", new Kek(octets)));
        }
        else
        {
            Problems.Add("--kek: allowed: 64, 80 or 96 hexadecimal digits: IV of 16 octets and key of 16, 24 or 32");
        }
    }

    /// <summary>The type of the acknowledgements by name; null: not known.</summary>
    public void SetAcknowledgement(string? name)
    {
        if (name is null)
        {
            return;
        }

        _acknowledgement = Types.FirstOrDefault(type => type.Name == name).Type;
        if (_acknowledgement == KekAckRequested.None)
        {
            string allowed = string.Join(", ", Types.Select(type => type.Name));
            Problems.Add($"--ack-type: found '{name}'; allowed: {allowed}");
        }
    }

    /// <summary>A base key in hexadecimal digits.</summary>
    public void AddBaseKey(string text)
    {
        if (Octets(text) is { Length: > 0 } octets)
        {
            _baseKeys.Add(new NamedBaseKey($"--base-key {_baseKeys.Count + 1}", octets));
        }
        else
        {
            Problems.Add("--base-key: allowed: hexadecimal digits in pairs: the key without IV");
        }
    }

    /// <summary>The keys of one phase 1 SA, all in hexadecimal digits; null for what was not given.</summary>
    public void AddPhase1(string? key, string? skeyidA, string? lastBlock, string? iv, string? cookies)
    {
        if (key is null)
        {
            foreach ((string option, string? value) in new[]
                { ("--skeyid-a", skeyidA), ("--last-block", lastBlock), ("--iv", iv), ("--phase1-cookies", cookies) })
            {
                if (value is not null)
                {
                    Problems.Add($"{option}: found without --phase1-key; allowed: with it");
                }
            }

            return;
        }

        byte[]? encryptionKey = Exactly("--phase1-key", key, 16, 24, 32);
        byte[]? authenticationKey = Exactly("--skeyid-a", skeyidA, 32, 64);
        byte[]? block = Exactly("--last-block", lastBlock, Kek.BlockLength);
        byte[]? vector = Exactly("--iv", iv, Kek.BlockLength);
        byte[]? spi = Exactly("--phase1-cookies", cookies, Cookies.Length);
        if (encryptionKey is not null)
        {
            _phase1Sas.Add(new NamedPhase1("--phase1-key", encryptionKey, spi is null ? null : Cookies.Read(spi))
            {
                SkeyidA = authenticationKey,
                LastBlock = block,
                Iv = vector,
            });
        }
    }

    /// <summary>A file with a public key: SubjectPublicKeyInfo in PEM or DER.</summary>
    public void AddPublicKey(string path)
    {
        if (ReadFile("--public-key", path) is not { } octets)
        {
            return;
        }

        byte[] key = FromPem(octets) ?? octets;
        if (IsUsable(key))
        {
            _publicKeys.Add(new NamedPublicKey(path, key));
        }
        else
        {
            Problems.Add(
                $"--public-key {path}: found no key that can be used; allowed: SubjectPublicKeyInfo in PEM or DER, RSA "
                + "or ECDSA P-256");
        }
    }

    /// <summary>The side file of a capture.</summary>
    public void AddSecrets(string path)
    {
        if (ReadFile("--secrets", path) is not { } octets)
        {
            return;
        }

        CaptureSecrets secrets = CaptureSecrets.Read(Encoding.UTF8.GetString(octets).Split('\n'));
        if (secrets.Problem is { } problem)
        {
            Problems.Add($"{path}: {problem}");
            return;
        }

        foreach (CapturedKek kek in secrets.Keks)
        {
            var spi = Cookies.Read(kek.Cookies.Span);
            _keks.Add(new NamedKek($"KEK of {spi}", new Kek(kek.AlgorithmKey.Span), spi)
            {
                Acknowledgement = (KekAckRequested)(kek.AckRequested ?? 0),
            });
        }

        foreach (CapturedBaseKey key in secrets.BaseKeys)
        {
            if (Identity(key.Identity) is { } identity)
            {
                Cookies? spi = key.Cookies.IsEmpty ? null : Cookies.Read(key.Cookies.Span);
                _baseKeys.Add(new NamedBaseKey($"leaf key of member {key.Member}", key.BaseKey, spi, identity));
            }
            else
            {
                Problems.Add(
                    $"{path}: identity: found '{key.Identity}'; "
                    + "allowed: an IP address, or oid: and hexadecimal digits");
            }
        }

        foreach (CapturedPhase1 phase1 in secrets.Phase1Sas)
        {
            var cookies = Cookies.Read(phase1.Cookies.Span);
            _phase1Sas.Add(new NamedPhase1($"phase 1 of {cookies}", phase1.EncryptionKey, cookies)
            {
                SkeyidA = phase1.SkeyidA,
                LastBlock = phase1.LastBlock,
            });
        }

        foreach (ReadOnlyMemory<byte> publicKey in secrets.PublicKeys)
        {
            _publicKeys.Add(new NamedPublicKey("public key of the side file", publicKey));
        }
    }

    /// <summary>Digits of certain numbers of octets; null, with the problem told, if they are not.</summary>
    private byte[]? Exactly(string option, string? text, params int[] lengths)
    {
        if (text is null)
        {
            return null;
        }

        if (Octets(text) is { } octets && lengths.Contains(octets.Length))
        {
            return octets;
        }

        string allowed = string.Join(" or ", lengths.Select(length => $"{2 * length}"));
        Problems.Add($"{option}: allowed: {allowed} hexadecimal digits");
        return null;
    }

    /// <summary>The identity that a side file writes as text.</summary>
    private static GroupMemberIdentity? Identity(string text)
    {
        const string oid = "oid:";
        if (text.StartsWith(oid, StringComparison.Ordinal))
        {
            return Octets(text[oid.Length..]) is { } octets ? Identity(IdentificationType.Oid, octets) : null;
        }

        if (!IPAddress.TryParse(text, out IPAddress? address))
        {
            return null;
        }

        IdentificationType type = address.AddressFamily == AddressFamily.InterNetwork
            ? IdentificationType.IPv4Address
            : IdentificationType.IPv6Address;
        return Identity(type, address.GetAddressBytes());
    }

    private static GroupMemberIdentity? Identity(IdentificationType type, byte[] octets) =>
        GroupMemberIdentity.TryRead(type, octets, out GroupMemberIdentity identity) == DiscardReason.None
            ? identity
            : null;

    private byte[]? ReadFile(string option, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Problems.Add($"{option}: {exception.Message}");
            return null;
        }
    }

    private static byte[]? FromPem(byte[] octets)
    {
        // PEM is ASCII: any other octet becomes a letter that no PEM has.
        string text = Encoding.Latin1.GetString(octets);
        if (!PemEncoding.TryFind(text, out PemFields fields))
        {
            return null;
        }

        var key = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(text.AsSpan()[fields.Base64Data], key, out int length) ? key[..length] : null;
    }

    private static bool IsUsable(byte[] key)
    {
        var provider = new SystemCryptographyProvider();
        foreach (SignatureAlgorithm algorithm in new[] { SignatureAlgorithm.Rsa, SignatureAlgorithm.EcdsaP256 })
        {
            if (provider.TryCreateVerifier(algorithm, key, out ISignatureVerifier? verifier))
            {
                verifier.Dispose();
                return true;
            }
        }

        return false;
    }

    private static byte[]? Octets(string text) =>
        text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
}
