using System.Globalization;

namespace PixelGpt.Bench.Comparison;

/// <summary>What to compare, and how often.</summary>
internal sealed record CompareOptions
{
    /// <summary>How it is asked for.</summary>
    private const string Usage = "usage: compare --data FOLDER --peer SCRIPT [--python PROGRAM] [--epochs N] [--rounds N] [--threads N] [--cli DLL]";

    /// <summary>A folder with <c>pixel_color.txt</c> and <c>colormap.txt</c>.</summary>
    public required string Data { get; init; }

    /// <summary>The PyTorch peer: a script that trains the same model and prints a line of JSON an epoch.</summary>
    public required string Peer { get; init; }

    /// <summary>What runs it.</summary>
    public string Python { get; init; } = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>PixelGpt's command line: the one built with this program.</summary>
    public string Cli { get; init; } = Path.Combine(AppContext.BaseDirectory, "PixelGpt.Cli.dll");

    /// <summary>Epochs a run.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Runs of each, in turn.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Threads of each.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="InputException">An option is unknown, incomplete or missing, or names what is not there.</exception>
    public static CompareOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new CompareOptions { Data = "", Peer = "" };
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new InputException($"{args[i]}: its value is missing; {Usage}");
            options = args[i] switch
            {
                "--data" => options with { Data = value },
                "--peer" => options with { Peer = value },
                "--python" => options with { Python = value },
                "--cli" => options with { Cli = value },
                "--epochs" => options with { Epochs = Count(args[i], value) },
                "--rounds" => options with { Rounds = Count(args[i], value) },
                "--threads" => options with { Threads = Count(args[i], value) },
                _ => throw new InputException($"{args[i]}: unknown option; {Usage}"),
            };
        }

        if (!File.Exists(Path.Combine(options.Data, "pixel_color.txt"))) throw new InputException($"--data '{options.Data}': there is no pixel_color.txt; {Usage}");
        if (!File.Exists(options.Peer)) throw new InputException($"--peer '{options.Peer}': there is no such script, and without the PyTorch peer there is nothing to compare with; {Usage}");
        if (!File.Exists(options.Cli)) throw new InputException($"--cli '{options.Cli}': no such file; build src/PixelGpt.Cli first");
        return options;
    }

    private static int Count(string option, string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
        ? count
        : throw new InputException($"{option} {value}: give a whole number of at least 1");
}
