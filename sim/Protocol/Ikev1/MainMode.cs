using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>
/// IKE's main mode, phase 1 of a registration, as one side sees it: HDR, SA; HDR, KE, N; HDR*, ID, SIG, in each
/// direction (RFC 2409 sections 5 and 5.1). No sockets and no clock: give it what arrives, send <see
/// cref="NextMessage"/>.
/// </summary>
/// <remarks>
/// <para>
/// A datagram that is refused changes nothing: the exchange waits on. One that repeats the last that was taken gives
/// <see cref="DiscardReason.Duplicate"/>; send <see cref="NextMessage"/> again then. Retransmission and giving up are
/// the caller's.
/// </para>
/// <para>
/// Certificates, certificate requests, vendor IDs and notifications of the other side are passed over; public keys come
/// from
/// <see cref="MainModeConfiguration.PeerKeys"/>. A failure is not notified to the other side.
/// </para>
/// </remarks>
public abstract class MainMode
{
    private byte[] _lastAccepted = [];
    private byte[] _nextMessage = [];
    private MainModeSecrets? _secrets;
    private IKeyAgreement? _own;
    private MainModeAgreement? _agreement;

    private protected MainMode(MainModeConfiguration configuration, MainModeSecrets secrets)
    {
        if (configuration.Fault() is string fault)
        {
            throw new ArgumentException(fault, nameof(configuration));
        }

        if (secrets.Cookie == 0)
        {
            throw new ArgumentException("a cookie of zero", nameof(secrets));
        }

        if (secrets.Nonce.Length is < MainModeCodec.ShortestNonce or > MainModeCodec.LongestNonce)
        {
            throw new ArgumentException(
                $"nonce of {secrets.Nonce.Length} octets; allowed: 8 to 256 (RFC 2409 section 5)", nameof(secrets));
        }

        if (secrets.PrivateSeed.Length != DiffieHellmanGroupExtensions.SeedLength)
        {
            throw new ArgumentException(
                $"seed of {secrets.PrivateSeed.Length} octets; allowed: {DiffieHellmanGroupExtensions.SeedLength}",
                nameof(secrets));
        }

        Configuration = configuration;
        _secrets = secrets;
    }

    /// <summary>What this side waits for.</summary>
    public MainModeState State { get; private protected set; }

    /// <summary>The message to send now, or again; empty if there is none.</summary>
    public ReadOnlySpan<byte> NextMessage => _nextMessage;

    /// <summary>CKY-I and CKY-R; the responder's is zero until it is known.</summary>
    public Cookies Cookies { get; private protected set; }

    /// <summary>What the sides agreed on, once they have.</summary>
    public Phase1Transform? Transform { get; private protected set; }

    /// <summary>The finished phase 1; null before <see cref="MainModeState.Established"/>.</summary>
    public Phase1Sa? Sa { get; private protected set; }

    private protected MainModeConfiguration Configuration { get; }

    /// <summary>The own secrets, until the exchange is finished.</summary>
    private protected MainModeSecrets Secrets => _secrets!;

    /// <summary>SAi_b: what HASH_I and HASH_R cover of the first message.</summary>
    private protected byte[] ProposalBody { get; set; } = [];

    private protected abstract bool IsInitiator { get; }

    /// <summary>The own Diffie-Hellman side: made when it is first wanted, once.</summary>
    private protected IKeyAgreement Own => _own ??= Configuration.Provider.CreateKeyAgreement(
        Transform!.Value.Group, Secrets.PrivateSeed.Span);

    /// <summary>Takes a datagram.</summary>
    /// <returns>
    /// <see cref="DiscardReason.None"/>, and then <see cref="NextMessage"/> is new;
    /// <see cref="DiscardReason.Duplicate"/>; or why the datagram was refused.
    /// </returns>
    public DiscardReason Receive(ReadOnlySpan<byte> datagram)
    {
        if (_lastAccepted.Length > 0 && datagram.SequenceEqual(_lastAccepted))
        {
            return DiscardReason.Duplicate;
        }

        DiscardReason reason = IsakmpHeader.TryRead(datagram, out IsakmpHeader header);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        byte[] answer = [];
        reason = State switch
        {
            MainModeState.AwaitingProposal => TakeProposal(datagram, header, out answer),
            MainModeState.AwaitingKeyExchange => TakeKeyExchange(datagram, header, out answer),
            MainModeState.AwaitingAuthentication => TakeAuthentication(datagram, header, out answer),
            _ => DiscardReason.OutOfTurn,
        };
        if (reason == DiscardReason.None)
        {
            _lastAccepted = datagram.ToArray();
            _nextMessage = answer;
        }

        return reason;
    }

    private protected abstract DiscardReason TakeProposal(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer);

    private protected void Begin(byte[] firstMessage) => _nextMessage = firstMessage;

    /// <summary>Holds the header against the state of the exchange.</summary>
    /// <param name="header">Of the message.</param>
    /// <param name="flags">The only ones that it may have.</param>
    /// <param name="firstPayload">The payload that must come first; null: any.</param>
    /// <param name="cookies">Those of the exchange.</param>
    private protected static DiscardReason CheckHeader(
        IsakmpHeader header, IsakmpFlags flags, PayloadType? firstPayload, Cookies cookies)
    {
        if (header.NextPayload == PayloadType.None)
        {
            return DiscardReason.PayloadMissing;
        }

        DiscardReason reason = header.Check(
            ExchangeType.IdentityProtection, flags, firstPayload ?? header.NextPayload);
        if (reason == DiscardReason.None && !header.NextPayload.IsDefined())
        {
            reason = DiscardReason.PayloadTypeUnknown;
        }

        return reason == DiscardReason.None && header.Cookies != cookies ? DiscardReason.SpiUnknown : reason;
    }

    /// <summary>HDR, KE, N of this side.</summary>
    private protected byte[] WriteKeyExchange() =>
        MainModeCodec.WriteKeyExchange(Cookies, Own.PublicValue, Secrets.Nonce.Span);

    private DiscardReason TakeKeyExchange(ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer)
    {
        answer = [];
        DiscardReason reason = CheckHeader(header, IsakmpFlags.None, firstPayload: null, Cookies);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = MainModeCodec.TryReadKeyExchange(datagram, header.NextPayload, out MainModeCodec.KeyExchange peer);
        if (reason == DiscardReason.None)
        {
            reason = Agree(peer);
        }

        if (reason == DiscardReason.None)
        {
            answer = IsInitiator ? WriteAuthentication() : WriteKeyExchange();
            State = MainModeState.AwaitingAuthentication;
        }

        return reason;
    }

    // The length is looked at before anything is computed.
    private DiscardReason Agree(in MainModeCodec.KeyExchange peer)
    {
        Phase1Transform transform = Transform!.Value;
        return peer.PublicValue.Length == transform.Group.PublicLength()
            ? MainModeAgreement.TryMake(
                Configuration, transform, Own, IsInitiator, peer, Secrets.Nonce.Span, ProposalBody, Cookies,
                out _agreement)
            : DiscardReason.KeyExchangeLength;
    }

    private DiscardReason TakeAuthentication(ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer)
    {
        answer = [];
        DiscardReason reason = CheckHeader(header, IsakmpFlags.Encryption, firstPayload: null, Cookies);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = MainModeCodec.TryReadAuthentication(
            datagram, header.NextPayload, _agreement!, out MainModeCodec.Proof proof);
        if (reason == DiscardReason.None)
        {
            reason = Authenticate(proof, out byte[]? identity);
            if (reason == DiscardReason.None)
            {
                _agreement!.Cipher.Accept(datagram);
                answer = IsInitiator ? [] : WriteAuthentication();
                Establish(proof.IdentityType, identity);
            }
        }

        return reason;
    }

    /// <summary>Whether a signature or hash proves who the other side is.</summary>
    private DiscardReason Authenticate(in MainModeCodec.Proof proof, [NotNull] out byte[]? identity)
    {
        identity = proof.Identity.ToArray();
        MainModeAgreement agreement = _agreement!;
        if (!Configuration.PeerKeys(proof.IdentityType, proof.Identity, out ReadOnlyMemory<byte> key))
        {
            return DiscardReason.PeerUnknown;
        }

        byte[] hash = agreement.HashOf(!IsInitiator, proof.IdentityBody);
        if (agreement.Transform.Authentication == AuthenticationMethod.PresharedKey)
        {
            return CryptographicOperations.FixedTimeEquals(hash, proof.Value)
                ? DiscardReason.None
                : DiscardReason.HashMismatch;
        }

        if (!Configuration.Provider.TryCreatePhase1Verifier(
            MainModeCodec.AlgorithmOf(agreement.Transform.Authentication), key.Span, out ISignatureVerifier? verifier))
        {
            return DiscardReason.AlgorithmUnsupported;
        }

        using (verifier)
        {
            return verifier.Verify(hash, proof.Value) ? DiscardReason.None : DiscardReason.SignatureMismatch;
        }
    }

    /// <summary>The own third message.</summary>
    private byte[] WriteAuthentication()
    {
        MainModeAgreement agreement = _agreement!;
        byte[] identityBody = MainModeCodec.IdentityBody(
            Configuration.IdentityType, Configuration.IdentityPort, Configuration.Identity.Span);
        byte[] hash = agreement.HashOf(IsInitiator, identityBody);
        if (agreement.Transform.Authentication == AuthenticationMethod.PresharedKey)
        {
            return MainModeCodec.WriteAuthentication(agreement, identityBody, PayloadType.Hash, hash);
        }

        // That there is a key, and one of this algorithm, was seen to at the beginning.
        using ISignatureSigner signer = Configuration.Provider.CreatePhase1Signer(Configuration.SignatureKey!);
        byte[] signature = new byte[signer.SignatureLength];
        signer.Sign(hash, signature);
        return MainModeCodec.WriteAuthentication(agreement, identityBody, PayloadType.Signature, signature);
    }

    // Nothing that is secret outlives the exchange but what the SA needs.
    private void Establish(IdentificationType peerType, ReadOnlySpan<byte> peerIdentity)
    {
        MainModeAgreement agreement = _agreement!;
        Sa = new(
            Cookies,
            agreement.Transform.Prf,
            agreement.Keys.SkeyidA,
            agreement.Keys.EncryptionKey(agreement.Transform.KeyLength),
            agreement.Cipher.Iv,
            agreement.Transform.LifetimeSeconds,
            peerType,
            peerIdentity);
        State = MainModeState.Established;
        (_agreement, _own, _secrets) = (null, null, null);
    }
}
