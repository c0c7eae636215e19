using System.Diagnostics.CodeAnalysis;
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

    private protected MainMode(MainModeConfiguration configuration, MainModeSecrets secrets)
    {
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
        Secrets = secrets;
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

    private protected MainModeSecrets Secrets { get; }

    /// <summary>Both sides' values, set when the second pair of messages is complete.</summary>
    private protected MainModeAgreement? Agreement { get; set; }

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

    private protected abstract DiscardReason TakeKeyExchange(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer);

    private protected abstract DiscardReason TakeAuthentication(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer);

    private protected void Begin(byte[] firstMessage) => _nextMessage = firstMessage;

    /// <summary>Holds the header against the state of the exchange.</summary>
    private protected static DiscardReason CheckHeader(
        IsakmpHeader header, IsakmpFlags flags, PayloadType firstPayload, Cookies cookies)
    {
        if (header.NextPayload == PayloadType.None)
        {
            return DiscardReason.PayloadMissing;
        }

        // KE and N may come in any order.
        DiscardReason reason = header.Check(
            ExchangeType.IdentityProtection,
            flags,
            firstPayload == PayloadType.None ? header.NextPayload : firstPayload);
        return reason == DiscardReason.None && header.Cookies != cookies ? DiscardReason.SpiUnknown : reason;
    }

    /// <summary>Whether a signature or hash proves who the other side is.</summary>
    private protected DiscardReason Authenticate(
        in MainModeCodec.Proof proof, bool isInitiator, [NotNull] out byte[]? identity)
    {
        identity = proof.Identity.ToArray();
        MainModeAgreement agreement = Agreement!;
        if (!Configuration.PeerKeys(proof.IdentityType, proof.Identity, out ReadOnlyMemory<byte> key))
        {
            return DiscardReason.PeerUnknown;
        }

        byte[] hash = agreement.HashOf(isInitiator, proof.IdentityBody);
        if (agreement.Transform.Authentication == AuthenticationMethod.PresharedKey)
        {
            return System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(hash, proof.Value)
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
    private protected byte[] WriteAuthentication(bool isInitiator)
    {
        MainModeAgreement agreement = Agreement!;
        byte[] identityBody = MainModeCodec.IdentityBody(
            Configuration.IdentityType, Configuration.IdentityPort, Configuration.Identity.Span);
        byte[] hash = agreement.HashOf(isInitiator, identityBody);
        if (agreement.Transform.Authentication == AuthenticationMethod.PresharedKey)
        {
            return MainModeCodec.WriteAuthentication(agreement, identityBody, PayloadType.Hash, hash);
        }

        SignatureKeyPair keyPair = Configuration.SignatureKey
            ?? throw new InvalidOperationException("a transform with signatures and no signature key");
        using ISignatureSigner signer = Configuration.Provider.CreatePhase1Signer(keyPair);
        byte[] signature = new byte[signer.SignatureLength];
        signer.Sign(hash, signature);
        return MainModeCodec.WriteAuthentication(agreement, identityBody, PayloadType.Signature, signature);
    }

    private protected void Establish(IdentificationType peerType, ReadOnlySpan<byte> peerIdentity)
    {
        MainModeAgreement agreement = Agreement!;
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
    }
}
