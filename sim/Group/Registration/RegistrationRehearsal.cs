using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// Registrations one after the other, outside of any simulated time: the messages that members and key server of a run
/// exchange, made by the same code, so that what each request costs the key server can be measured.
/// </summary>
public sealed class RegistrationRehearsal
{
    private readonly RegistrationParties _parties;
    private readonly int _members;
    private readonly RegistrationStep _first;
    private RegistrationExchange? _exchange;
    private RegistrationStep _next;
    private int _begun;

    /// <summary>Prepares keys, identities and proposals.</summary>
    /// <param name="options">The group; its <see cref="RegistrationOptions"/> say what the messages are.</param>
    /// <exception cref="ArgumentException">Members of the group do not register.</exception>
    public RegistrationRehearsal(GroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Registration.Mode == RegistrationMode.PreRegistered)
        {
            throw new ArgumentException("found a group whose members do not register; allowed: pull or full");
        }

        _first = options.Registration.Mode == RegistrationMode.Full
            ? RegistrationStep.Proposal
            : RegistrationStep.PullRequest;
        _members = options.Members;
        _parties = new RegistrationParties(new GroupState(options), server: 0);
        _next = RegistrationStep.Completed;
    }

    /// <summary>
    /// Requests of a registration in their order, as the keys of a scenario's <c>registration.service_time</c>.
    /// </summary>
    public IReadOnlyList<string> Requests => _first == RegistrationStep.Proposal
        ? ["proposal", "key_exchange", "authentication", "pull_request", "key_download"]
        : ["pull_request", "key_download"];

    /// <summary>The next member begins a registration: it makes its first request.</summary>
    public void Begin()
    {
        _exchange = new RegistrationExchange(_parties, _begun % _members, (_begun / _members) + 1, _first);
        _begun++;
        _next = _first;
    }

    /// <summary>The key server's part: it takes the request that is due and makes its reply.</summary>
    /// <returns>Why it refuses the request; <see cref="DiscardReason.None"/>: it does not.</returns>
    /// <exception cref="InvalidOperationException">No registration is under way.</exception>
    public DiscardReason Serve() => UnderWay().Serve(_next);

    /// <summary>
    /// The member's part: it takes the reply and makes its next request; after the last one it has to find the keys.
    /// </summary>
    /// <returns>Why it refuses the reply; <see cref="DiscardReason.None"/>: it does not.</returns>
    /// <exception cref="InvalidOperationException">No registration is under way, or it ended without keys.</exception>
    public DiscardReason Take()
    {
        DiscardReason reason = UnderWay().Take(_next++);
        if (reason == DiscardReason.None && _next == RegistrationStep.Completed && _exchange!.TakeKeys() is null)
        {
            throw new InvalidOperationException("a registration ended without the keys of the group");
        }

        return reason;
    }

    private RegistrationExchange UnderWay() => _next == RegistrationStep.Completed
        ? throw new InvalidOperationException("no registration is under way")
        : _exchange!;
}
