using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>
/// Tests the C# programs of the README and of the page on the library: each compiles as the <c>Program.cs</c> of <c>dotnet new console</c>,
/// with the public members of the library only, and runs.
/// </summary>
public sealed partial class DocumentedProgramTests : IDisposable
{
    /// <summary>The implicit usings of a console program.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly TemporaryFolder _folder = new();

    public DocumentedProgramTests()
    {
        var palette = new Palette(Enumerable.Range(0, 12).Select(i => new Rgb((byte)(250 - (20 * i)), (byte)(i * 37), (byte)(255 - (i * 11)))));
        ModelConfig config = ModelConfig.Default(ModelFamily.Find("pixelgpt"), palette.Count, 20, 20, ModelPreset.Tiny);
        var model = new PixelModel(config, config.Build(palette: palette), palette);
        model.Transformer.Parameters.Initialize(1);
        model.Transformer.Pack();
        TinyModels.Save(_folder["runs/mine"], model);
        for (int i = 0; i < 12; i++)
        {
            var sprite = new Sprite(20, 20, [.. Enumerable.Range(0, 400).Select(p => p % 20 is 0 or 19 ? 0 : (p / (i + 1)) % palette.Count)]);
            PngWriter.Write(_folder[$"my-pictures/{i}.png"], SpriteImage.Render(sprite, palette));
        }

        File.Copy(_folder["my-pictures/0.png"], _folder["whole-before.png"]);
        PixelImage half = PngReader.Read(_folder["my-pictures/3.png"]);
        half.Fill(0, 12, 20, 8, default);
        PngWriter.Write(_folder["half.png"], half);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Each program: its page, its number on the page, and the file or output that it must produce.</summary>
    public static TheoryData<string, int, string> Programs => new()
    {
        { "README.md", 0, "creature-4.png" },
        { "docs/library.md", 1, "whole.png" },
        { "docs/library.md", 2, "own-colours.png" },
        { "docs/library.md", 3, "created.png" },
        { "docs/library.md", 4, "streamed.png" },
        { "docs/library.md", 5, "last pixel 0" },
        { "docs/library.md", 6, "enemy.png" },
        { "docs/library.md", 7, "trained a model of" },
        { "docs/library.md", 8, "mine.onnx" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_program_compiles_and_runs(string page, int number, string result)
    {
        string[] blocks = Blocks(page);
        string[] sources = number > 0 ? [ImplicitUsings, blocks[0], blocks[number]] : [ImplicitUsings, blocks[number]];
        Compile(sources, _folder["program.dll"]);
        string output = await RunAsync();
        if (result.EndsWith(".png", StringComparison.Ordinal)) Assert.True(PngReader.Read(_folder[result]).Width > 0);
        else if (Path.HasExtension(result)) Assert.True(File.Exists(_folder[result]));
        else Assert.Contains(result, output);
    }

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("docs/library.md", 9)]
    public void Every_program_of_a_page_is_tested(string page, int blocks) => Assert.Equal(blocks, Blocks(page).Length);

    private static string[] Blocks(string page) =>
        [.. CodeBlock().Matches(File.ReadAllText(Path.Combine(Checkout.Root, page)).ReplaceLineEndings("\n")).Select(block => block.Groups[1].Value)];

    private static void Compile(string[] sources, string path)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        IEnumerable<string> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"));
        var compilation = CSharpCompilation.Create(
            "program",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, options)),
            [.. references.Append(typeof(PixelModel).Assembly.Location).Select(file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));

        // Warnings too: who pastes a program should see none.
        string[] problems = [.. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];
        Assert.True(problems.Length == 0, string.Join('\n', problems));
        Assert.True(compilation.Emit(path).Success);
    }

    private async Task<string> RunAsync()
    {
        string library = typeof(PixelModel).Assembly.Location;
        File.Copy(library, _folder[Path.GetFileName(library)]);
        var framework = new JsonObject { ["name"] = "Microsoft.NETCore.App", ["version"] = $"{Environment.Version}" };
        _folder.Write("program.runtimeconfig.json", new JsonObject { ["runtimeOptions"] = new JsonObject { ["framework"] = framework } }.ToJsonString());
        using Process process = ProgramProcess.Start("dotnet", ["program.dll"], start => (start.WorkingDirectory, start.RedirectStandardError) = (_folder.Path, true));
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await ProgramProcess.EndAsync(process);
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
