using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Client;

namespace PixelGpt.SkipReasons;

/// <summary>Lists the skipped tests by reason at the end of <c>dotnet test</c>, because its console shows the reasons only with a verbosity that also lists every passed test.</summary>
[FriendlyName("skip-reasons")]
[ExtensionUri("logger://pixelgpt/skip-reasons")]
public sealed class SkipReasonsLogger : ITestLogger
{
    private const int MaxNames = 3;

    private readonly SortedDictionary<string, List<string>> _tests = new(StringComparer.Ordinal);

    /// <summary>Starts to listen.</summary>
    /// <param name="events">The events of the test run.</param>
    /// <param name="testRunDirectory">The folder for results, which is not used.</param>
    public void Initialize(TestLoggerEvents events, string testRunDirectory)
    {
        ArgumentNullException.ThrowIfNull(events);
        events.TestResult += (_, e) => Add(e.Result);
        events.TestRunComplete += (_, _) => Write(Console.Out);
    }

    private void Add(TestResult result)
    {
        if (result.Outcome != TestOutcome.Skipped) return;
        string reason = result.ErrorMessage ?? result.Messages.FirstOrDefault()?.Text?.Trim() ?? "no reason is given";
        if (!_tests.TryGetValue(reason, out List<string>? names)) _tests[reason] = names = [];
        names.Add(result.TestCase.FullyQualifiedName);
    }

    private void Write(TextWriter output)
    {
        foreach ((string reason, List<string> names) in _tests)
        {
            output.WriteLine($"skipped: {reason}");
            foreach (string name in names.Take(MaxNames)) output.WriteLine($"  {name}");
            if (names.Count > MaxNames) output.WriteLine($"  and {names.Count - MaxNames} more");
        }
    }
}
