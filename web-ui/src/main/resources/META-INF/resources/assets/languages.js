// Grammars for Prism of the rule languages that it does not know, and of the form in which Telltale prints stages.
(() => {
  "use strict";

  if (!window.Prism) {
    return;
  }
  const languages = Prism.languages;
  const text = { pattern: /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/, greedy: true };
  const comment = { pattern: /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/, greedy: true };
  const number = /\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/i;

  languages.telltale = {
    string: { pattern: /"(?:\\.|[^"\\])*"/, greedy: true },
    property: /\b[a-z]+::[\w.[\]@-]+/,
    function: /\b[a-z_]+(?::[\w.]+)?(?=\()/i,
    keyword:
      /\b(?:and|or|not|in|eq|contains|starts_with|ends_with|wildcard|regex|cidr|gt|ge|lt|le|exists|is_null|if|then|else|by|any|all)\b(?:\/i\b)?/,
    boolean: /\b(?:true|false|null|missing)\b/,
    number,
  };

  languages.esql = {
    comment,
    string: { pattern: /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"/, greedy: true },
    command: {
      pattern:
        /(^\s*|\|\s*)(?:change_point|dissect|drop|enrich|eval|fork|from|grok|inlinestats|join|keep|limit|lookup\s+join|mv_expand|rename|row|sample|show|sort|stats|ts|where)\b/i,
      lookbehind: true,
    },
    keyword: /\b(?:and|as|asc|by|desc|first|in|is|last|like|metadata|not|nulls|on|or|rlike|with)\b/i,
    function: /\b[a-z_]\w*(?=\s*\()/i,
    boolean: /\b(?:true|false|null)\b/i,
    number: /\b\d+(?:\.\d+)?(?:\s*(?:milli)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?))?\b/i,
  };

  languages.eql = {
    comment,
    string: { pattern: /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"/, greedy: true },
    keyword: /\b(?:and|any|by|in|like~?|missing|not|of|or|regex~?|sample|sequence|until|where|with|maxspan|runs)\b/i,
    function: /\b[a-z_]\w*~?(?=\s*\()/i,
    boolean: /\b(?:true|false|null)\b/i,
    number: /\b\d+(?:\.\d+)?(?:ms|[smhd])?\b/i,
  };

  languages.kuery = {
    string: { pattern: /"(?:\\.|[^"\\])*"/, greedy: true },
    property: /[@\w.*-]+(?=\s*(?::|[<>]=?))/,
    keyword: /\b(?:and|or|not)\b/i,
    boolean: /\b(?:true|false|null)\b/i,
    number,
  };
  languages.lucene = { ...languages.kuery, keyword: /\b(?:AND|OR|NOT|TO)\b/ };

  languages.yaral = {
    comment,
    string: { pattern: /"(?:\\.|[^"\\\n])*"|`[^`]*`/, greedy: true },
    regex: {
      pattern: /([=(,]\s*)\/(?:\\.|[^/\\\n])+\//,
      lookbehind: true,
      greedy: true,
      alias: "string",
    },
    section: { pattern: /^(\s*)(?:meta|events|match|outcome|condition|options)(?=\s*:)/m, lookbehind: true, alias: "keyword" },
    variable: { pattern: /[$#%][\w-]+/, alias: "property" },
    keyword: /\b(?:all|and|any|before|after|every|in|is|nocase|not|null|or|over|regex|cidr|rule)\b/i,
    function: /\b[a-z_][\w.]*(?=\s*\()/i,
    boolean: /\b(?:true|false)\b/i,
    number: /\b\d+(?:\.\d+)?[smhd]?\b/i,
  };

  if (languages["splunk-spl"]) {
    languages.insertBefore("splunk-spl", "keyword", { macro: { pattern: /`[^`]*`/, greedy: true } });
  }
})();
