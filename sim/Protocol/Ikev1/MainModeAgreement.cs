using System.Security.Cryptography;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>
/// What both sides know after the second pair of messages: everything that HASH_I and HASH_R cover, the keys, and the
/// cipher of the third pair (RFC 2409 section 5 and appendix B).
/// </summary>
internal sealed class MainModeAgreement
{
    private readonly ICryptographyProvider _provider;
    private readonly byte[] _initiatorPublic;
    private readonly byte[] _responderPublic;
    private readonly byte[] _proposalBody;
    private readonly Cookies _cookies;

    private MainModeAgreement(
        ICryptographyProvider provider,
        Phase1Transform transform,
        Phase1Keys keys,
        Cookies cookies,
        byte[] initiatorPublic,
        byte[] responderPublic,
        byte[] proposalBody)
    {
        _provider = provider;
        _initiatorPublic = initiatorPublic;
        _responderPublic = responderPublic;
        _proposalBody = proposalBody;
        _cookies = cookies;
        Transform = transform;
        Keys = keys;

        // The first IV: hash(g^xi | g^xr).
        byte[] hash = new byte[transform.Prf.OutputLength()];
        provider.ComputeDigest(transform.Prf, (byte[])[.. initiatorPublic, .. responderPublic], hash);
        Cipher = new(provider, keys.EncryptionKey(transform.KeyLength), hash[..Kek.BlockLength]);
    }

    public Phase1Transform Transform { get; }

    public Phase1Keys Keys { get; }

    public CbcContext Cipher { get; }

    public Cookies Cookies => _cookies;

    /// <summary>Computes the common secret and the keys.</summary>
    /// <param name="configuration">Provider and pre-shared key.</param>
    /// <param name="transform">What was agreed.</param>
    /// <param name="own">The own Diffie-Hellman side.</param>
    /// <param name="isInitiator">Whose side that is.</param>
    /// <param name="peer">The other side's KE, as long as the group wants it, and nonce.</param>
    /// <param name="ownNonce">The own nonce.</param>
    /// <param name="proposalBody">SAi_b.</param>
    /// <param name="cookies">CKY-I and CKY-R.</param>
    /// <param name="agreement">The result.</param>
    public static DiscardReason TryMake(
        MainModeConfiguration configuration,
        Phase1Transform transform,
        IKeyAgreement own,
        bool isInitiator,
        in MainModeCodec.KeyExchange peer,
        ReadOnlySpan<byte> ownNonce,
        byte[] proposalBody,
        Cookies cookies,
        out MainModeAgreement? agreement)
    {
        agreement = null;
        Span<byte> secret = stackalloc byte[DiffieHellmanGroupExtensions.MaximumSecretLength];
        secret = secret[..transform.Group.SecretLength()];
        if (!own.TryAgree(peer.PublicValue, secret))
        {
            return DiscardReason.KeyExchangeValue;
        }

        ReadOnlySpan<byte> ni = isInitiator ? ownNonce : peer.Nonce;
        ReadOnlySpan<byte> nr = isInitiator ? peer.Nonce : ownNonce;
        Phase1Keys keys = transform.Authentication == AuthenticationMethod.PresharedKey
            ? Phase1Keys.FromPresharedKey(
                configuration.Provider, transform.Prf, configuration.PresharedKey.Span, ni, nr, secret, cookies)
            : Phase1Keys.FromSignatures(configuration.Provider, transform.Prf, ni, nr, secret, cookies);
        CryptographicOperations.ZeroMemory(secret);
        byte[] ownPublic = own.PublicValue.ToArray();
        byte[] peerPublic = peer.PublicValue.ToArray();
        agreement = new(
            configuration.Provider,
            transform,
            keys,
            cookies,
            isInitiator ? ownPublic : peerPublic,
            isInitiator ? peerPublic : ownPublic,
            proposalBody);
        return DiscardReason.None;
    }

    /// <summary>
    /// HASH_I = prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SAi_b | IDii_b), or HASH_R with the sides exchanged.
    /// </summary>
    public byte[] HashOf(bool isInitiator, ReadOnlySpan<byte> identityBody)
    {
        Span<byte> cookies = stackalloc byte[Protocol.Cookies.Length];
        (isInitiator ? _cookies : new Protocol.Cookies(_cookies.Responder, _cookies.Initiator)).WriteTo(cookies);
        byte[] first = isInitiator ? _initiatorPublic : _responderPublic;
        byte[] second = isInitiator ? _responderPublic : _initiatorPublic;
        return Phase1Keys.Compute(
            _provider,
            Transform.Prf,
            Keys.Skeyid,
            (byte[])[.. first, .. second, .. cookies, .. _proposalBody, .. identityBody]);
    }
}
