using System.Security.Cryptography;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>
/// The keys that a phase 1 makes from its Diffie-Hellman secret (RFC 2409 section 5). Secrets: the text form shows
/// nothing of them.
/// </summary>
public sealed class Phase1Keys
{
    private readonly byte[] _skeyid;
    private readonly byte[] _skeyidD;
    private readonly byte[] _skeyidA;
    private readonly byte[] _skeyidE;

    private Phase1Keys(PrfAlgorithm prf, byte[] skeyid, byte[] skeyidD, byte[] skeyidA, byte[] skeyidE)
    {
        Prf = prf;
        _skeyid = skeyid;
        _skeyidD = skeyidD;
        _skeyidA = skeyidA;
        _skeyidE = skeyidE;
    }

    /// <summary>The prf: HMAC of the negotiated hash function.</summary>
    public PrfAlgorithm Prf { get; }

    /// <summary>SKEYID.</summary>
    public ReadOnlySpan<byte> Skeyid => _skeyid;

    /// <summary>SKEYID_d, from which other protocols derive keys; GDOI uses it only to make the next.</summary>
    public ReadOnlySpan<byte> SkeyidD => _skeyidD;

    /// <summary>SKEYID_a: authenticates the messages of phase 2.</summary>
    public ReadOnlySpan<byte> SkeyidA => _skeyidA;

    /// <summary>SKEYID_e: encrypts from the fifth message on.</summary>
    public ReadOnlySpan<byte> SkeyidE => _skeyidE;

    /// <summary>Derives the keys of a phase 1 with signatures: SKEYID = prf(Ni_b | Nr_b, g^xy).</summary>
    /// <param name="provider">Who computes.</param>
    /// <param name="prf">HMAC of the negotiated hash function.</param>
    /// <param name="initiatorNonce">Ni_b.</param>
    /// <param name="responderNonce">Nr_b.</param>
    /// <param name="sharedSecret">g^xy, in the length of the group.</param>
    /// <param name="cookies">CKY-I and CKY-R.</param>
    public static Phase1Keys FromSignatures(
        ICryptographyProvider provider,
        PrfAlgorithm prf,
        ReadOnlySpan<byte> initiatorNonce,
        ReadOnlySpan<byte> responderNonce,
        ReadOnlySpan<byte> sharedSecret,
        Cookies cookies)
    {
        byte[] nonces = [.. initiatorNonce, .. responderNonce];
        return Derive(provider, prf, Compute(provider, prf, nonces, sharedSecret), sharedSecret, cookies);
    }

    /// <summary>
    /// Derives the keys of a phase 1 with a pre-shared key: SKEYID = prf(pre-shared-key, Ni_b | Nr_b).
    /// </summary>
    /// <param name="provider">Who computes.</param>
    /// <param name="prf">HMAC of the negotiated hash function.</param>
    /// <param name="presharedKey">Any length.</param>
    /// <param name="initiatorNonce">Ni_b.</param>
    /// <param name="responderNonce">Nr_b.</param>
    /// <param name="sharedSecret">g^xy, in the length of the group.</param>
    /// <param name="cookies">CKY-I and CKY-R.</param>
    public static Phase1Keys FromPresharedKey(
        ICryptographyProvider provider,
        PrfAlgorithm prf,
        ReadOnlySpan<byte> presharedKey,
        ReadOnlySpan<byte> initiatorNonce,
        ReadOnlySpan<byte> responderNonce,
        ReadOnlySpan<byte> sharedSecret,
        Cookies cookies)
    {
        byte[] nonces = [.. initiatorNonce, .. responderNonce];
        return Derive(provider, prf, Compute(provider, prf, presharedKey, nonces), sharedSecret, cookies);
    }

    /// <summary>
    /// The cipher's key: the first octets of SKEYID_e, which is at least as long as any AES key (RFC 2409 appendix B).
    /// </summary>
    public ReadOnlySpan<byte> EncryptionKey(int length) => _skeyidE.AsSpan(0, length);

    public override string ToString() => $"phase 1 keys for {Prf}";

    internal static byte[] Compute(
        ICryptographyProvider provider, PrfAlgorithm prf, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        byte[] output = new byte[prf.OutputLength()];
        provider.ComputeHmac(prf, key, message, output);
        return output;
    }

    // SKEYID_d = prf(SKEYID, g^xy | CKY-I | CKY-R | 0), then a with SKEYID_d | ... | 1 and e with SKEYID_a | ... | 2.
    private static Phase1Keys Derive(
        ICryptographyProvider provider,
        PrfAlgorithm prf,
        byte[] skeyid,
        ReadOnlySpan<byte> sharedSecret,
        Cookies cookies)
    {
        int length = prf.OutputLength();
        Span<byte> input = new byte[length + sharedSecret.Length + Cookies.Length + 1];
        sharedSecret.CopyTo(input[length..]);
        cookies.WriteTo(input[(length + sharedSecret.Length)..]);
        input[^1] = 0;
        byte[] d = Compute(provider, prf, skeyid, input[length..]);
        d.CopyTo(input);
        input[^1] = 1;
        byte[] a = Compute(provider, prf, skeyid, input);
        a.CopyTo(input);
        input[^1] = 2;
        byte[] e = Compute(provider, prf, skeyid, input);
        CryptographicOperations.ZeroMemory(input);
        return new(prf, skeyid, d, a, e);
    }
}
