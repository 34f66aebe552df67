/**
 * The posting of transfers as one statement: a batch in the order given, each transfer on its own merits.
 * A refused one writes nothing and does not touch the others.
 *
 * All accounts of the batch are locked first and in the order of their ids, so that two batches cannot
 * wait for each other; nothing but the commit follows while the locks are held.
 */
export const POSTING = `
  create function may_move_time(payer uuid, actor text, role text, area text) returns boolean
    language sql stable as $$
    select exists (
      select from time_account a
        left join volunteer v on v.id = a.volunteer_id
        left join unit u on u.id = a.unit_id
      where a.id = payer and case
        when role = 'VOLUNTEER' then v.subject = actor
        when role in ('SECRETARIAT', 'COMMITTEE_HEAD') then
          starts_with(coalesce(v.area_code, u.area_code), coalesce(area, ''))
        else false
      end
    )
  $$;

  create type posted_transfer as (
    ordinal integer, outcome text, transfer_id uuid, occurred_at timestamptz,
    payer_balance integer, payee_balance integer, available integer
  );

  create function answer_again(ordinal integer, known time_transfer, item jsonb) returns posted_transfer
    language plpgsql stable set search_path = public, pg_temp as $$
  declare
    answer posted_transfer;
  begin
    answer.ordinal := ordinal;
    if known.payer_id <> (item->>'payerId')::uuid or known.payee_id <> (item->>'payeeId')::uuid
      or known.minutes <> (item->>'minutes')::integer or known.note is distinct from item->>'note'
    then
      answer.outcome := 'IDEMPOTENCY_CONFLICT';
      return answer;
    end if;
    answer.outcome := 'POSTED';
    answer.transfer_id := known.id;
    answer.occurred_at := known.occurred_at;
    select balance_after_minutes into answer.payer_balance
      from time_movement where transfer_id = known.id and sign(minutes) = -1;
    select balance_after_minutes into answer.payee_balance
      from time_movement where transfer_id = known.id and sign(minutes) = 1;
    return answer;
  end
  $$;

  create function post_transfer(ordinal integer, item jsonb) returns posted_transfer
    language plpgsql volatile set search_path = public, pg_temp as $$
  declare
    payer constant uuid := item->>'payerId';
    payee constant uuid := item->>'payeeId';
    amount constant integer := item->>'minutes';
    answer posted_transfer;
    payer_account time_account;
    payer_sequence integer;
    payee_sequence integer;
    known time_transfer;
  begin
    answer.ordinal := ordinal;
    if not may_move_time(payer, item->>'actor', item->>'role', item->>'area') then
      answer.outcome := 'FORBIDDEN';
      return answer;
    end if;
    select * into known from time_transfer
      where actor = item->>'actor' and idempotency_key = item->>'idempotencyKey';
    if found then
      return answer_again(ordinal, known, item);
    end if;

    select * into payer_account from time_account where id = payer;
    if payer_account.balance_minutes::bigint + payer_account.credit_limit_minutes < amount then
      answer.outcome := 'INSUFFICIENT_TIME';
      answer.available := payer_account.balance_minutes::bigint + payer_account.credit_limit_minutes;
      return answer;
    end if;

    answer.transfer_id := (item->>'id')::uuid;
    answer.occurred_at := (item->>'occurredAt')::timestamptz;
    insert into time_transfer (id, actor, idempotency_key, payer_id, payee_id, minutes, note, occurred_at)
      values (answer.transfer_id, item->>'actor', item->>'idempotencyKey', payer, payee, amount,
        item->>'note', answer.occurred_at)
      on conflict (actor, idempotency_key) do nothing;
    if not found then
      select * into strict known from time_transfer
        where actor = item->>'actor' and idempotency_key = item->>'idempotencyKey';
      return answer_again(ordinal, known, item);
    end if;

    update time_account
      set balance_minutes = balance_minutes - amount, movement_count = movement_count + 1
      where id = payer returning balance_minutes, movement_count into answer.payer_balance, payer_sequence;
    update time_account
      set balance_minutes = balance_minutes + amount, movement_count = movement_count + 1
      where id = payee returning balance_minutes, movement_count into answer.payee_balance, payee_sequence;
    insert into time_movement (account_id, sequence, transfer_id, minutes, balance_after_minutes)
      values (payer, payer_sequence, answer.transfer_id, -amount, answer.payer_balance),
        (payee, payee_sequence, answer.transfer_id, amount, answer.payee_balance);
    answer.outcome := 'POSTED';
    return answer;
  end
  $$;

  create function post_transfers(items jsonb) returns setof posted_transfer
    language plpgsql volatile security definer set search_path = public, pg_temp as $$
  declare
    item jsonb;
    place bigint;
  begin
    perform from time_account
      where id in (
        select (each->>'payerId')::uuid from jsonb_array_elements(items) as each
        union
        select (each->>'payeeId')::uuid from jsonb_array_elements(items) as each
      )
      order by id for no key update;
    for item, place in select value, ordinality from jsonb_array_elements(items) with ordinality loop
      return next post_transfer(place::integer - 1, item);
    end loop;
  end
  $$;

  revoke all on function post_transfer(integer, jsonb) from public;
  revoke all on function post_transfers(jsonb) from public;
  do $$ begin
    execute format('grant execute on function post_transfers(jsonb) to %I',
      current_setting('gongjian.app_role'));
  end $$;
`;

export const DROP_POSTING = `
  drop function post_transfers(jsonb);
  drop function post_transfer(integer, jsonb);
  drop function answer_again(integer, time_transfer, jsonb);
  drop type posted_transfer;
  drop function may_move_time(uuid, text, text, text);
`;
