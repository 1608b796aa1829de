using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt studio-key</c></summary>
internal sealed class StudioKeyCommand : Command, IRunnable
{
    private readonly Argument<string> _file = new("FILE") { Description = "Key file, which is created if it does not exist. The studio reads it with --api-keys." };
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the person or program that gets the key, for the log." };
    private readonly Option<string[]> _roles = new("--role") { Description = $"What the key allows: {string.Join(", ", ApiKeyFile.RoleNames)} (default: draw). Can be repeated. 'train' includes 'draw'.", HelpName = "ROLE" };

    public StudioKeyCommand()
        : base("studio-key", "Create an API key for the studio and add its hash to a key file.")
    {
        Arguments.Add(_file);
        Arguments.Add(_name);
        _roles.AcceptOnly([.. ApiKeyFile.RoleNames]);
        Options.Add(_roles);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt studio-key keys.json alice --role train", "pixelgpt studio-key keys.json prometheus --role read-metrics"];

    public Task<int> RunAsync(Session session)
    {
        string file = session.Get(_file)!, name = session.Get(_name)!;
        string[] roles = session.Get(_roles) is { Length: > 0 } given ? given : [ApiKeyFile.RoleNames[0]];
        string key = ApiKeyFile.Add(file, name, roles);
        var result = new JsonObject { ["file"] = file, ["name"] = name, ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]), ["key"] = key };
        session.WriteResult(result, () =>
        {
            session.WriteLine($"{file}: added the key of {name} with {(roles.Length == 1 ? "the role" : "the roles")} {string.Join(", ", roles)}. It is shown only now:");
            session.WriteLine(key);
        });
        return Task.FromResult(ExitCode.Success);
    }
}
